-- Begins a generation.
-- KEYS: generations
-- ARGV: generation
redis.call('HSET', KEYS[1], ARGV[1], 'building')
return 'DONE'
