package io.headwater.reader.view;

import io.headwater.reader.LayoutWriter;
import io.headwater.reader.Sink;
import io.headwater.reader.redis.PageLimits;
import io.headwater.reader.redis.RedisConnection;
import io.headwater.reader.redis.RedisViewSource;
import io.headwater.runtime.redis.RedisOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on several servers, each test with a prefix of its own. */
abstract class RedisSetContract extends ViewSourceContract {
    private LayoutWriter writer;
    private RedisConnection connection;
    private RedisViewSource source;

    abstract RedisOptions options();

    @BeforeEach
    void connect() {
        RedisOptions options = options();
        writer = new LayoutWriter(options);
        connection = new RedisConnection(options);
        source = new RedisViewSource(connection, new PageLimits(100, 2_000));
    }

    @AfterEach
    void disconnect() {
        connection.close();
        writer.close();
    }

    @Override
    ViewSource source() {
        return source;
    }

    @Override
    Sink sink() {
        return writer;
    }
}
