-- How Redis drops data when its memory is full.
return string.match(redis.call('INFO', 'memory'), 'maxmemory_policy:([%w-]+)')
