package io.headwater.testkit.faults;

import io.headwater.embedded.process.ChildCommand;
import io.headwater.embedded.process.ChildProcess;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Readiness;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A service in a JVM of its own, which can be killed, paused, ended and started again. Safe for use by several threads,
 * one command at a time.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final ChildProcesses children;
    private final ServiceCommand command;
    private ChildProcess child;

    private ServiceProcess(ChildProcesses children, ServiceCommand command) {
        this.children = children;
        this.command = command;
        this.child = launch();
    }

    /** Starts it without waiting for anything. */
    public static ServiceProcess launch(ChildProcesses children, ServiceCommand command) {
        return new ServiceProcess(children, command);
    }

    /** Starts it and returns when it is ready. */
    public static ServiceProcess start(ChildProcesses children, ServiceCommand command) {
        ServiceProcess service = launch(children, command);
        service.awaitReady();
        return service;
    }

    private ChildProcess launch() {
        return children.start(
                new ChildCommand(command.name(), command.line(), command.environment(), command.directory()));
    }

    /**
     * Waits until it says that it is ready.
     *
     * @throws IllegalStateException with the end of its log when it ends, or is not ready in time
     */
    public void awaitReady() {
        Readiness.await(process(), command.startLimit(), this::asksReady);
    }

    /** Whether it says now that it is ready. */
    public boolean isReady() {
        try {
            return asksReady();
        } catch (IOException noAnswer) {
            return false;
        }
    }

    private boolean asksReady() throws IOException {
        // A client for each question: a kept connection would meet the service's restarts.
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build()) {
            HttpRequest request = HttpRequest.newBuilder(command.ready())
                    .timeout(ANSWER_LIMIT)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while asking " + command.ready());
        }
    }

    /** The process as it runs now. */
    public synchronized ChildProcess process() {
        return child;
    }

    /** The file with its output, appended over restarts. */
    public Path log() {
        return process().log();
    }

    /** SIGKILL. */
    public void kill() {
        process().kill();
    }

    /** SIGSTOP. */
    public void pause() {
        process().pause();
    }

    /** SIGCONT. */
    public void resume() {
        process().resume();
    }

    /** SIGTERM, then SIGKILL after the grace period. @return its exit code; 143 is SIGTERM's own, 137 SIGKILL's */
    public int terminate(Duration grace) {
        return process().terminate(grace);
    }

    /** Ends it in order, if it runs, starts it again, and returns when it is ready. */
    public void restart() {
        relaunch();
        awaitReady();
    }

    /** Ends it in order, if it runs, starts it again, and returns at once. */
    public synchronized void relaunch() {
        child.close();
        child = launch();
    }

    /** Ends it in order, with ten seconds of grace. */
    @Override
    public void close() {
        process().close();
    }
}
