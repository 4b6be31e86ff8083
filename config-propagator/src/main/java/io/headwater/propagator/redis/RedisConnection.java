package io.headwater.propagator.redis;

import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;

/** Builds the Redisson client. */
final class RedisConnection {
    private static final int CONNECTIONS = 16;
    private static final int THREADS = 4;
    private static final int RETRIES = 2;
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final int PING_MILLIS = 5_000;

    private RedisConnection() {}

    /** A client that connects when it is first used. */
    static RedissonClient open(RedisOptions options) {
        Config config = new Config();
        config.setLazyInitialization(true);
        config.setTcpKeepAlive(true);
        config.setTcpNoDelay(true);
        config.setNettyThreads(THREADS);
        config.setThreads(THREADS);
        options.username().ifPresent(config::setUsername);
        options.password().ifPresent(config::setPassword);
        String[] addresses = options.addresses().toArray(String[]::new);
        switch (options.mode()) {
            case SINGLE ->
                common(
                        config.useSingleServer()
                                .setAddress(addresses[0])
                                .setConnectionPoolSize(CONNECTIONS)
                                .setConnectionMinimumIdleSize(2)
                                .setSubscriptionConnectionMinimumIdleSize(0)
                                .setDnsMonitoringInterval(-1),
                        options);
            case SENTINEL ->
                master(
                        config.useSentinelServers()
                                .setMasterName(options.sentinelMaster())
                                .addSentinelAddress(addresses),
                        options);
            case CLUSTER -> master(config.useClusterServers().addNodeAddress(addresses), options);
        }
        return Redisson.create(config);
    }

    /** Redisson reads from replicas unless told otherwise (rule 22). */
    private static void master(BaseMasterSlaveServersConfig<?> servers, RedisOptions options) {
        servers.setReadMode(ReadMode.MASTER);
        servers.setSubscriptionMode(SubscriptionMode.MASTER);
        servers.setMasterConnectionPoolSize(CONNECTIONS);
        servers.setMasterConnectionMinimumIdleSize(2);
        servers.setSlaveConnectionMinimumIdleSize(0);
        common(servers, options);
    }

    private static void common(BaseConfig<?> servers, RedisOptions options) {
        int timeout = (int) options.timeout().toMillis();
        servers.setTimeout(timeout);
        servers.setConnectTimeout(timeout);
        servers.setRetryAttempts(RETRIES);
        servers.setRetryDelay(new ConstantDelay(RETRY));
        servers.setReconnectionDelay(new ConstantDelay(RETRY));
        servers.setPingConnectionInterval(PING_MILLIS);
        servers.setClientName("headwater-propagator");
    }
}
