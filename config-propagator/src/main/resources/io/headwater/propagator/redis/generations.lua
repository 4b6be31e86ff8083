-- Every generation that there is.
-- KEYS: generations
return redis.call('HKEYS', KEYS[1])
