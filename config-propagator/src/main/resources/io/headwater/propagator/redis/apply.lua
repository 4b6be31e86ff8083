-- Takes one environment from one revision to the next, if it is exactly where the delta was computed from (rule 19).
-- KEYS: current
-- ARGV: base, generation, expected revision, revision, time, offsets, changes kept, channel, guarded (0|1),
--       trace context of the commit or '', then for every field: layer, key, text
local base, generation, expected, revision = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if redis.call('GET', KEYS[1]) ~= generation then
  return 'MISMATCH'
end
local prefix = base .. generation .. ':'
local meta = prefix .. 'meta'
local stored = redis.call('HGET', meta, 'revision')
if ARGV[9] == '1' then
  if stored == revision then
    return 'ALREADY'
  end
  if stored ~= expected then
    return 'MISMATCH'
  end
end
local changed = prefix .. 'changed'
for i = 11, #ARGV, 3 do
  local layer, key, text = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if redis.call('HSET', prefix .. layer, key, text) == 1 then
    redis.call('SADD', prefix .. 'layers', layer)
  end
  redis.call('ZADD', changed, string.match(text, '^%d+'), string.sub(layer, 7) .. ':' .. key)
end
redis.call('HSET', meta, 'revision', revision, 'time', ARGV[5], 'offsets', ARGV[6])
if ARGV[10] == '' then
  redis.call('HDEL', meta, 'traceparent')
else
  redis.call('HSET', meta, 'traceparent', ARGV[10])
end
local tooMany = redis.call('ZCARD', changed) - tonumber(ARGV[7])
if tooMany > 0 then
  local last = redis.call('ZRANGE', changed, tooMany - 1, tooMany - 1, 'WITHSCORES')[2]
  redis.call('ZREMRANGEBYSCORE', changed, '-inf', last)
  redis.call('HSET', meta, 'floor', last)
end
redis.call('PUBLISH', ARGV[8], revision)
return 'DONE'
