-- Reads from one environment, atomically: what changed since the revision that the caller holds, and layers in full.
-- KEYS[1]  the key "current" of the environment
-- ARGV[1]  what every key of the environment starts with
-- ARGV[2]  the generation held, or ''        ARGV[3]  its revision        ARGV[4]  its "since"
-- ARGV[5]  at most this many changed keys; with more of them all layers are loaded again
-- ARGV[6]  no further layer once this many bytes have been read
-- ARGV[7…] layers wanted, as key suffixes
-- Answers a flat list: generation, ten fields of meta, mode ('delta', 'fresh', 'behind'), number of changed keys,
-- member and text of each, number of layers loaded, and for each the number of its fields, and the fields and texts.
local generation = redis.call('GET', KEYS[1])
if not generation then
  return {}
end
local prefix = ARGV[1] .. generation .. ':'
local meta = redis.call('HMGET', prefix .. 'meta', 'revision', 'epoch', 'time', 'deletions', 'since', 'created',
    'deleted', 'traceparent', 'floor', 'topic')
if not meta[1] then
  return {}
end
local answer = {generation}
for i = 1, 10 do
  answer[i + 1] = meta[i] or ''
end
local revision = tonumber(meta[1])
local held = tonumber(ARGV[3])
local limit = tonumber(ARGV[5])
local mode = 'fresh'
local changed = {}
if ARGV[2] == generation and ARGV[4] == (meta[5] or '') and meta[7] ~= '1' then
  if revision < held then
    mode = 'behind'
  elseif revision == held then
    mode = 'delta'
  elseif held >= tonumber(meta[9] or meta[1]) then
    changed = redis.call('ZRANGEBYSCORE', prefix .. 'changed', '(' .. ARGV[3], '+inf', 'LIMIT', 0, limit + 1)
    if #changed <= limit then
      mode = 'delta'
    else
      changed = {}
    end
  end
end
answer[#answer + 1] = mode
answer[#answer + 1] = tostring(#changed)
local bytes = 0
for _, member in ipairs(changed) do
  local service, environment, key = string.match(member, '^([^:]*):([^:]*):(.*)$')
  local text = redis.call('HGET', prefix .. 'layer:' .. service .. ':' .. environment, key) or ''
  answer[#answer + 1] = member
  answer[#answer + 1] = text
  bytes = bytes + #text
end
local counter = #answer + 1
answer[counter] = '0'
if mode == 'behind' or meta[7] == '1' then
  return answer
end
local budget = tonumber(ARGV[6])
local loaded = 0
for i = 7, #ARGV do
  if loaded > 0 and bytes >= budget then
    break
  end
  local fields = redis.call('HGETALL', prefix .. ARGV[i])
  answer[#answer + 1] = tostring(#fields / 2)
  for _, text in ipairs(fields) do
    answer[#answer + 1] = text
    bytes = bytes + #text
  end
  loaded = loaded + 1
end
answer[counter] = tostring(loaded)
return answer
