package io.headwater.writer.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Limits;
import io.headwater.runtime.http.HttpLimits;
import io.headwater.writer.commit.Committer;
import io.headwater.writer.commit.Ledger;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.Versions;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The routes of the write API. */
public final class WriteApi {
    private final BooleanSupplier ready;
    private final EnvironmentRoutes environments;
    private final EntryRoutes entries;
    private final CommitRoutes commits;
    private final ImportRoutes imports;
    private final PropagationRoutes propagation;

    /**
     * @param ready whether there is a state; before that every call is answered 503
     * @param topic the newest revision in the topic, as far as is known
     * @param within how long a request may take to be committed
     * @param readWithin how long a read waits for the newest state before what is held has to do
     */
    public WriteApi(
            BooleanSupplier ready,
            Ledger ledger,
            Committer committer,
            CommitLog log,
            ReaderReports readers,
            Supplier<OptionalLong> topic,
            InstantSource clock,
            HttpLimits httpLimits,
            Limits limits,
            Duration within,
            Duration readWithin) {
        this.ready = ready;
        Reads reads = new Reads(ledger, new Versions(log, ledger.history()), readWithin);
        Writes writes = new Writes(committer, ledger, log, readers, within, readWithin);
        Bodies bodies = new Bodies(httpLimits);
        this.environments = new EnvironmentRoutes(reads, writes, bodies);
        this.entries = new EntryRoutes(reads, writes, bodies);
        this.propagation = new PropagationRoutes(ledger, log, reads, topic, readers, clock);
        this.imports = new ImportRoutes(writes, bodies);
        this.commits = new CommitRoutes(ledger, log, reads, writes, bodies, limits);
    }

    /** Adds them to a server. */
    public void register(RoutesConfig routes) {
        routes.before(_ -> {
            if (!ready.getAsBoolean()) {
                throw new HeadwaterException(
                        ErrorCode.UNAVAILABLE, "the history is not loaded yet; /health/ready says what is waited for");
            }
        });
        environments.register(routes);
        entries.register(routes);
        commits.register(routes);
        imports.register(routes);
        propagation.register(routes);
    }
}
