-- Removes one step of some generations, but never the one that is shown. Answers 0 when nothing is left of them.
-- KEYS: current, generations
-- ARGV: base, layers in one step, then the generations to remove
local current = redis.call('GET', KEYS[1])
local steps = tonumber(ARGV[2])
for i = 3, #ARGV do
  local generation = ARGV[i]
  if generation ~= current and redis.call('HEXISTS', KEYS[2], generation) == 1 then
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
return 0
