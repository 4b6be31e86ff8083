-- What is stored of an environment: its generation, then fields and values of its meta hash.
-- KEYS: current
-- ARGV: base
local generation = redis.call('GET', KEYS[1])
if not generation then
  return {}
end
local meta = redis.call('HGETALL', ARGV[1] .. generation .. ':meta')
table.insert(meta, 1, generation)
return meta
