package io.headwater.loadtest.bench;

import io.headwater.loadtest.measure.Effort;
import io.headwater.loadtest.report.Report;
import io.headwater.loadtest.report.Row;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.FileLimit;
import io.headwater.loadtest.system.Progress;
import java.util.Locale;

/**
 * Streams of events: what ten thousand subscribers of one reader cost, and how fast a change reaches the last of them,
 * beside a bare fan-out of the same bytes.
 */
final class StreamBench implements Bench {
    private static final int WANTED = 10_000;

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String about() {
        return "10,000 subscribers of one reader: the last one's time, heap, lookups beside them, stalled ones";
    }

    @Override
    public void run(BenchSystem system, Report report, Effort effort, Progress progress) throws Exception {
        int subscribers = FileLimit.connections(effort.of(WANTED));
        int possible = FileLimit.connections(Integer.MAX_VALUE);
        report.about(
                "subscribers",
                "one thread and one selector in the generator; every event's previous is checked; the limit of files is "
                        + String.format(Locale.ROOT, "%,d", FileLimit.hard()));
        try (Streams streams = new Streams(system, report, effort, progress)) {
            new SubscriberCost(streams).run(subscribers);
            new FanOutRounds(streams).run(subscribers);
            new CrowdSize(streams).run();
            new LookupsBeside(streams).run(FileLimit.connections(effort.of(5_000)));
            new StalledAmongOthers(streams).run(FileLimit.connections(effort.of(5_000)));
            report.add(Row.limited(
                    "events that did not follow the one before, subscribers that were lost, over all of this",
                    streams.brokenChains() + ", " + streams.lost()
                            + (streams.trouble().isEmpty() ? "" : ": " + streams.trouble()),
                    "none",
                    streams.brokenChains() + streams.lost() == 0));
            report.add(Row.figure(
                    "subscribers that the limit of files allows for one reader",
                    String.format(Locale.ROOT, "%,d", possible)));
        }
    }
}
