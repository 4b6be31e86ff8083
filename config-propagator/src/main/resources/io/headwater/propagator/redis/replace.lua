-- Shows a generation in place of another (rules 9 and 20).
-- KEYS: current, generations
-- ARGV: base, generation that is replaced or '', generation, chunks, channel, epoch, revision, guarded (0|1),
--       then fields and values of meta
local base, generation = ARGV[1], ARGV[3]
local current = redis.call('GET', KEYS[1]) or ''
if current == generation then
  return 'ALREADY'
end
if current ~= ARGV[2] or redis.call('HGET', KEYS[2], generation) ~= 'building' then
  return 'MISMATCH'
end
local prefix = base .. generation .. ':'
if redis.call('SCARD', prefix .. 'chunks') ~= tonumber(ARGV[4]) then
  return 'MISMATCH'
end
if current ~= '' and ARGV[8] == '1' then
  local old = redis.call('HMGET', base .. current .. ':meta', 'epoch', 'revision')
  if old[1] == ARGV[6] and old[2] and tonumber(old[2]) > tonumber(ARGV[7]) then
    return 'MISMATCH'
  end
end
redis.call('DEL', prefix .. 'chunks')
redis.call('HSET', prefix .. 'meta', unpack(ARGV, 9))
redis.call('HSET', KEYS[2], generation, 'shown')
redis.call('SET', KEYS[1], generation)
redis.call('PUBLISH', ARGV[5], ARGV[7])
return 'DONE'
