-- Answers its argument behind the value of KEYS[1].
return (redis.call('GET', KEYS[1]) or '') .. ARGV[1]
