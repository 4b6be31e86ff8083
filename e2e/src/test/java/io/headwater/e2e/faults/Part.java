package io.headwater.e2e.faults;

import io.headwater.embedded.process.ChildProcesses;
import io.headwater.testkit.faults.ServiceCommand;
import io.headwater.testkit.faults.ServiceProcess;
import io.headwater.testkit.faults.TcpRelay;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** One service as a child process, with a relay in each of its ways to the parts that it uses. */
final class Part {
    /** What a service is connected with. */
    enum Uses {
        MONGO,
        KAFKA,
        REDIS
    }

    private final ChildProcesses children;
    private final ServiceCommand command;
    private final String url;
    private final Map<Uses, TcpRelay> relays;
    private @Nullable ServiceProcess process;

    Part(ChildProcesses children, ServiceCommand command, String url, Map<Uses, TcpRelay> relays) {
        this.children = children;
        this.command = command;
        this.url = url;
        this.relays = new EnumMap<>(relays);
    }

    /** The value of a metric, summed over its labels; empty if it does not answer or has no such metric. */
    OptionalDouble metric(String metric) {
        try {
            String page = Http.send(
                            Http.request(command.ready().resolve("/metrics").toString(), Duration.ofSeconds(2))
                                    .build())
                    .body();
            double[] values = page.lines()
                    .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .toArray();
            return values.length == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(DoubleStream.of(values).sum());
        } catch (IOException noAnswer) {
            return OptionalDouble.empty();
        }
    }

    /** Base of its API. */
    String url() {
        return url;
    }

    String name() {
        return command.name();
    }

    TcpRelay relay(Uses uses) {
        return Objects.requireNonNull(relays.get(uses), () -> name() + " has no way to " + uses);
    }

    Set<Uses> uses() {
        return relays.keySet();
    }

    Collection<TcpRelay> relays() {
        return relays.values();
    }

    synchronized ServiceProcess process() {
        return Objects.requireNonNull(process, () -> name() + " was never started");
    }

    synchronized void launch() {
        if (process == null) {
            process = ServiceProcess.launch(children, command);
        }
    }

    /** 0 while it does not run. */
    long pid() {
        return running() ? process().process().pid() : 0;
    }

    synchronized boolean running() {
        return process != null && process.process().isAlive();
    }

    synchronized boolean started() {
        return process != null;
    }

    void awaitReady() {
        process().awaitReady();
    }

    void kill() {
        process().kill();
    }

    void pause() {
        process().pause();
    }

    void resume() {
        process().resume();
    }

    void restart() {
        process().restart();
    }

    /** Ends it in order, for good. */
    synchronized void end() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** Whatever was done to it: it runs, goes on, and its ways are open. */
    void heal() {
        relays.values().forEach(TcpRelay::heal);
        if (!started()) {
            return;
        }
        if (running()) {
            resume();
        } else {
            process().relaunch();
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
