-- Writes some fields of a generation that is being built. One that comes late, when the generation is shown or gone,
-- must not touch it.
-- KEYS: current, generations
-- ARGV: base, generation, chunk, and packed into one array: for every layer: layer, count, count times key and text
if redis.call('GET', KEYS[1]) == ARGV[2] or redis.call('HGET', KEYS[2], ARGV[2]) ~= 'building' then
  return 'MISMATCH'
end
local prefix = ARGV[1] .. ARGV[2] .. ':'
if redis.call('SISMEMBER', prefix .. 'chunks', ARGV[3]) == 1 then
  -- This one was tried again meanwhile, and a later chunk may have replaced what it brings.
  return 'ALREADY'
end
local fields = cmsgpack.unpack(ARGV[4])
local i = 1
while i <= #fields do
  local layer, count = fields[i], tonumber(fields[i + 1])
  local last = i + 1 + 2 * count
  redis.call('SADD', prefix .. 'layers', layer)
  -- unpack fails with some thousand values (rule 21)
  for from = i + 2, last, 1000 do
    redis.call('HSET', prefix .. layer, unpack(fields, from, math.min(from + 999, last)))
  end
  i = last + 1
end
redis.call('SADD', prefix .. 'chunks', ARGV[3])
return 'DONE'
