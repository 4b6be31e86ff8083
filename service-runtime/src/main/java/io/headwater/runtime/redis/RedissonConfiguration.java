package io.headwater.runtime.redis;

import java.time.Duration;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;

/**
 * How Redisson is set up. Everything is read from the master, which is not Redisson's default: a replica may be behind, and
 * a view that is read from another one each time would go back (rule 22).
 */
final class RedissonConfiguration {
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration RECONNECT = Duration.ofMillis(100);
    private static final int CHANNELS_PER_CONNECTION = 50;
    /** How often it is looked whether another server has become the master: until that is seen, nothing new is. */
    private static final int SCAN_MILLIS = 1_000;

    private RedissonConfiguration() {}

    static Config of(RedisOptions options, RedisTuning tuning) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setThreads(tuning.threads());
        config.setNettyThreads(tuning.threads());
        config.setTcpNoDelay(true);
        config.setTcpKeepAlive(true);
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
                                .setConnectionPoolSize(tuning.connections())
                                .setConnectionMinimumIdleSize(1)
                                .setSubscriptionConnectionPoolSize(tuning.connections()),
                        options,
                        tuning);
            case SENTINEL ->
                fromMaster(
                        config.useSentinelServers()
                                .setMasterName(options.sentinelMaster())
                                .addSentinelAddress(addresses)
                                .setScanInterval(SCAN_MILLIS),
                        options,
                        tuning);
            case CLUSTER ->
                fromMaster(
                        config.useClusterServers().addNodeAddress(addresses).setScanInterval(SCAN_MILLIS),
                        options,
                        tuning);
        }
        return config;
    }

    private static void fromMaster(BaseMasterSlaveServersConfig<?> servers, RedisOptions options, RedisTuning tuning) {
        servers.setReadMode(ReadMode.MASTER);
        servers.setSubscriptionMode(SubscriptionMode.MASTER);
        servers.setMasterConnectionPoolSize(tuning.connections());
        servers.setMasterConnectionMinimumIdleSize(1);
        servers.setSlaveConnectionMinimumIdleSize(0);
        servers.setSubscriptionConnectionPoolSize(tuning.connections());
        common(servers, options, tuning);
    }

    private static void common(BaseConfig<?> servers, RedisOptions options, RedisTuning tuning) {
        int millis = Math.toIntExact(options.timeout().toMillis());
        servers.setTimeout(millis);
        servers.setConnectTimeout(millis);
        servers.setSubscriptionTimeout(millis);
        servers.setRetryAttempts(tuning.retries());
        servers.setRetryDelay(new ConstantDelay(RETRY));
        servers.setReconnectionDelay(new ConstantDelay(RECONNECT));
        servers.setPingConnectionInterval(millis);
        servers.setSubscriptionsPerConnection(CHANNELS_PER_CONNECTION);
        servers.setClientName(tuning.clientName());
    }
}
