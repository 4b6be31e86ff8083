package io.headwater.writer.redis;

import java.time.Duration;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;

/** How Redisson is set up: everything is read from the master, since a replica may be behind. */
final class RedissonConfiguration {
    private static final int CONNECTIONS = 4;
    private static final int THREADS = 2;

    private RedissonConfiguration() {}

    static Config of(RedisOptions options) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setThreads(THREADS);
        config.setNettyThreads(THREADS);
        config.setTcpNoDelay(true);
        // Redis may start later than we do.
        config.setLazyInitialization(true);
        options.username().ifPresent(config::setUsername);
        options.password().ifPresent(config::setPassword);
        String[] addresses = options.addresses().toArray(String[]::new);
        switch (options.mode()) {
            case SINGLE ->
                common(
                        config.useSingleServer()
                                .setAddress(addresses[0])
                                .setConnectionPoolSize(CONNECTIONS)
                                .setConnectionMinimumIdleSize(1)
                                .setSubscriptionConnectionPoolSize(CONNECTIONS),
                        options);
            case SENTINEL ->
                fromMaster(
                        config.useSentinelServers()
                                .setMasterName(options.sentinelMaster())
                                .addSentinelAddress(addresses),
                        options);
            case CLUSTER -> fromMaster(config.useClusterServers().addNodeAddress(addresses), options);
        }
        return config;
    }

    private static void fromMaster(BaseMasterSlaveServersConfig<?> servers, RedisOptions options) {
        servers.setReadMode(ReadMode.MASTER);
        servers.setSubscriptionMode(SubscriptionMode.MASTER);
        servers.setMasterConnectionPoolSize(CONNECTIONS);
        servers.setMasterConnectionMinimumIdleSize(1);
        servers.setSlaveConnectionMinimumIdleSize(0);
        common(servers, options);
    }

    private static void common(BaseConfig<?> servers, RedisOptions options) {
        int millis = Math.toIntExact(options.timeout().toMillis());
        servers.setTimeout(millis);
        servers.setConnectTimeout(millis);
        servers.setSubscriptionTimeout(millis);
        servers.setRetryAttempts(0);
        servers.setRetryDelay(new ConstantDelay(Duration.ofMillis(50)));
        servers.setReconnectionDelay(new ConstantDelay(Duration.ofMillis(100)));
        servers.setClientName("headwater-writer");
    }
}
