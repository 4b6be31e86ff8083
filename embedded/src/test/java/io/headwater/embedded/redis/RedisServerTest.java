package io.headwater.embedded.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.ProgramCache;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {

    @TempDir
    Path directory;

    private ChildProcesses children;

    @BeforeEach
    void open() {
        children = ChildProcesses.in(directory);
    }

    @AfterEach
    void end() {
        children.close();
    }

    @Test
    void shouldComeBackEmptyOnTheSamePortWhenKilled() {
        RedisServer redis = RedisServer.start(children, new RedisOptions(directory.resolve("redis"), 0));
        int port = redis.port();
        assertThat(redis.send("SET", "key", "value")).isEqualTo("+OK");

        redis.kill();
        assertThatThrownBy(() -> redis.send("PING")).isInstanceOf(UncheckedIOException.class);
        redis.restart();

        assertThat(redis.port()).isEqualTo(port);
        assertThat(redis.send("DBSIZE")).isEqualTo(":0");
    }

    @Test
    void shouldKeepItsDataWhenAskedTo() {
        RedisServer redis = RedisServer.start(
                children,
                new RedisOptions(directory.resolve("redis"), 0, Map.of("appendonly", "yes", "appendfsync", "always")));
        redis.send("SET", "key", "value");

        redis.kill();
        redis.restart();

        assertThat(redis.send("EXISTS", "key")).isEqualTo(":1");
    }

    @Test
    void shouldNotAnswerWhilePaused() {
        RedisServer redis = RedisServer.start(children, new RedisOptions(directory.resolve("redis"), 0));
        redis.pause();
        assertThatThrownBy(() -> redis.send("PING")).isInstanceOf(UncheckedIOException.class);
        redis.resume();
        assertThat(redis.send("PING")).isEqualTo("+PONG");
    }

    @Test
    void shouldBeEmptyAfterAFlush() {
        RedisServer redis = RedisServer.start(children, new RedisOptions(directory.resolve("redis"), 0));
        redis.send("SET", "key", "value");
        redis.flush();
        assertThat(redis.send("EXISTS", "key")).isEqualTo(":0");
    }

    @Test
    void shouldReadWholeTexts() {
        RedisServer redis = RedisServer.start(children, new RedisOptions(directory.resolve("redis"), 0));
        assertThat(redis.ask("ECHO", "hello")).isEqualTo("hello");
        assertThat(redis.ask("INFO", "replication")).contains("role:master", "connected_slaves:0");
        assertThat(redis.ask("DBSIZE")).isEqualTo(":0");
        assertThat(redis.ask("GET", "missing")).isEmpty();
    }

    @Test
    void shouldTellWhyItDoesNotStart() {
        RedisOptions options = new RedisOptions(directory.resolve("redis"), 0, Map.of("maxmemory-policy", "nonsense"));
        assertThatThrownBy(() -> RedisServer.start(children, options))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("redis.log")
                .hasMessageContaining("nonsense");
    }

    @Test
    void shouldUnpackTheBundledServerOnce() throws Exception {
        ProgramCache cache = new ProgramCache(directory.resolve("cache"));
        Path program = RedisBinary.bundled(cache);
        assertThat(program).isExecutable();
        var made = Files.getLastModifiedTime(program);
        assertThat(RedisBinary.bundled(cache)).isEqualTo(program);
        assertThat(Files.getLastModifiedTime(program)).isEqualTo(made);
    }
}
