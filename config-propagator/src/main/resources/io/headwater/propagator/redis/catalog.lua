-- Writes the list of environments, unless the stored one is later.
-- KEYS: catalog
-- ARGV: channel, guarded (0|1), epoch, revision, then fields and values
local stored = redis.call('HMGET', KEYS[1], 'epoch', 'revision')
if stored[1] and ARGV[2] == '1' then
  local epoch, of = tonumber(stored[1]), tonumber(ARGV[3])
  if epoch > of or (epoch == of and tonumber(stored[2]) > tonumber(ARGV[4])) then
    return 'MISMATCH'
  end
end
redis.call('HSET', KEYS[1], unpack(ARGV, 5))
redis.call('PUBLISH', ARGV[1], ARGV[4])
return 'DONE'
