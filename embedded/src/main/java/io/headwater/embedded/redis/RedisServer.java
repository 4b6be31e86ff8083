package io.headwater.embedded.redis;

import io.headwater.embedded.process.ChildCommand;
import io.headwater.embedded.process.ChildProcess;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis server as a child process, which can be killed, paused, emptied, and started again on its port. Safe for use
 * by several threads, one command at a time.
 */
public final class RedisServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final ChildProcesses children;
    private final String name;
    private final Path program;
    private final RedisOptions options;
    private ChildProcess child;

    private RedisServer(ChildProcesses children, String name, Path program, RedisOptions options) {
        this.children = children;
        this.name = name;
        this.program = program;
        this.options = options;
        this.child = launch();
    }

    /** Starts a server named {@code redis} with the program that {@link RedisBinary} finds. Returns when it answers. */
    public static RedisServer start(ChildProcesses children, RedisOptions options) {
        return start(children, "redis", options);
    }

    /** Starts a server whose log and pid file have the given name. Returns when it answers. */
    public static RedisServer start(ChildProcesses children, String name, RedisOptions options) {
        return new RedisServer(children, name, RedisBinary.find(), options);
    }

    private ChildProcess launch() {
        try {
            Files.createDirectories(options.directory());
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot use " + options.directory() + " for Redis", failure);
        }
        ChildProcess started = children.start(new ChildCommand(name, command(), options.directory()));
        Readiness.await(started, START_LIMIT, () -> RedisCall.of(port(), "PING").equals("+PONG"));
        LOG.info("Redis takes requests at {}", uri());
        return started;
    }

    private List<String> command() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bind", "127.0.0.1");
        settings.put("port", Integer.toString(port()));
        settings.put("dir", options.directory().toString());
        settings.put("daemonize", "no");
        settings.put("save", "");
        settings.put("appendonly", "no");
        settings.put("maxmemory-policy", "noeviction");
        settings.putAll(options.overrides());
        List<String> command = new ArrayList<>(List.of(program.toString()));
        settings.forEach((key, value) -> {
            command.add("--" + key);
            command.add(value);
        });
        return command;
    }

    /** Its port on 127.0.0.1; the same over restarts. */
    public int port() {
        return options.port();
    }

    /** Its address, {@code redis://127.0.0.1:<port>}. */
    public String uri() {
        return "redis://127.0.0.1:" + port();
    }

    /** The process as it runs now. */
    public synchronized ChildProcess process() {
        return child;
    }

    /** SIGKILL. */
    public synchronized void kill() {
        child.kill();
    }

    /** SIGSTOP. */
    public synchronized void pause() {
        child.pause();
    }

    /** SIGCONT. */
    public synchronized void resume() {
        child.resume();
    }

    /** Ends it, if it runs, and starts it on the same port: empty, unless persistence was asked for. */
    public synchronized void restart() {
        child.close();
        child = launch();
    }

    /** Removes everything that it holds (FLUSHALL). */
    public void flush() {
        send("FLUSHALL");
    }

    /**
     * Sends one command and reads the first line of the answer, with the sign of its type.
     *
     * @param words the command and its arguments, without white space in them
     */
    public String send(String... words) {
        try {
            return RedisCall.of(port(), words);
        } catch (IOException failure) {
            throw new UncheckedIOException("Redis at " + uri() + " does not answer", failure);
        }
    }

    /**
     * Sends one command and reads the text of the answer, as of {@code INFO}; the first line of an answer that is no text.
     *
     * @param words the command and its arguments, without white space in them
     */
    public String ask(String... words) {
        try {
            return RedisCall.text(port(), words);
        } catch (IOException failure) {
            throw new UncheckedIOException("Redis at " + uri() + " does not answer", failure);
        }
    }

    /** Ends it in order. */
    @Override
    public synchronized void close() {
        child.close();
    }
}
