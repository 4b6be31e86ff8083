-- The catalog's fields and values.
-- KEYS: catalog
return redis.call('HGETALL', KEYS[1])
