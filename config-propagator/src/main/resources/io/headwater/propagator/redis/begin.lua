-- Begins a generation. One that was begun before is left as it is: a call that comes late, when the generation is shown,
-- must not open it again to the writes that come late behind it.
-- KEYS: current, generations
-- ARGV: generation
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return 'MISMATCH'
end
if redis.call('HSETNX', KEYS[2], ARGV[1], 'building') == 1 then
  return 'DONE'
end
return redis.call('HGET', KEYS[2], ARGV[1]) == 'building' and 'ALREADY' or 'MISMATCH'
