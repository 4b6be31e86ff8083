-- Removes one step of the generations that are neither shown nor to be kept. Answers how many are left.
-- KEYS: current, generations
-- ARGV: base, layers in one step, then the generations to keep
local keep = {}
for i = 3, #ARGV do
  keep[ARGV[i]] = true
end
local current = redis.call('GET', KEYS[1])
if current then
  keep[current] = true
end
local left = 0
local steps = tonumber(ARGV[2])
for _, generation in ipairs(redis.call('HKEYS', KEYS[2])) do
  if not keep[generation] then
    -- Not 'building' any longer: whoever builds it must not be able to show what is half removed.
    redis.call('HSET', KEYS[2], generation, 'removed')
    local prefix = ARGV[1] .. generation .. ':'
    local layers = redis.call('SPOP', prefix .. 'layers', steps)
    for _, layer in ipairs(layers) do
      redis.call('UNLINK', prefix .. layer)
    end
    steps = steps - #layers
    if steps <= 0 then
      return 1
    end
    redis.call('UNLINK', prefix .. 'meta', prefix .. 'changed', prefix .. 'chunks', prefix .. 'layers')
    redis.call('HDEL', KEYS[2], generation)
  end
end
return left
