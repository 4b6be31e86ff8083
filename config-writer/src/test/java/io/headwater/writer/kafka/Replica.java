package io.headwater.writer.kafka;

import io.headwater.core.Change;
import io.headwater.core.Limits;
import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.PartHealth;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.writer.HoldPoints;
import io.headwater.writer.commit.AnsweredRequests;
import io.headwater.writer.commit.CommitSizes;
import io.headwater.writer.commit.Committer;
import io.headwater.writer.commit.CommitterMetrics;
import io.headwater.writer.commit.Decision;
import io.headwater.writer.commit.Ledger;
import io.headwater.writer.commit.RecentCommits;
import io.headwater.writer.commit.Submission;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.InMemoryLeases;
import io.headwater.writer.log.Lease;
import io.headwater.writer.log.LeaseKeeper;
import io.headwater.writer.state.StateHistory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One writer replica without HTTP and MongoDB: a committer and a relay on a shared log, with real Kafka behind it. */
final class Replica {
    static final Duration LEASE = Duration.ofMillis(600);

    final HoldPoints holds = new HoldPoints();
    final Metrics metrics = new Metrics();
    final InMemoryLeases leases;
    final Ledger ledger;
    final Committer committer;
    final Relay relay;
    private final LeaseKeeper keeper;
    private final Health health = new Health();
    private boolean relaying;

    Replica(RelaySettings settings, CommitLog log, InMemoryLeases leases) {
        this.leases = leases;
        this.ledger = new Ledger(
                log, 1, new StateHistory(1_000, 1 << 20), new RecentCommits(1 << 20), new AnsweredRequests());
        this.committer = new Committer(
                log,
                ledger,
                new CommitSizes(Limits.DEFAULT, settings.recordBytes()),
                InstantSource.system(),
                () -> UUID.randomUUID().toString(),
                new CommitterMetrics(metrics),
                holds,
                100);
        Lease lease = new Lease(
                leases, "relay", UUID.randomUUID().toString(), LEASE, InstantSource.system(), System::nanoTime);
        this.keeper = new LeaseKeeper(lease, LEASE, ledger::wake);
        this.relay = new Relay(
                settings,
                ledger,
                log,
                keeper,
                new RelayMetrics(metrics, InstantSource.system()),
                health.optional("kafka"),
                holds);
    }

    Replica start() {
        ledger.catchUp();
        committer.start();
        keeper.start();
        relay.start();
        relaying = true;
        return this;
    }

    long commit(Change... changes) throws InterruptedException {
        Submission submission = new Submission(
                "somebody",
                "",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                Optional.empty(),
                state -> new Decision(List.of(changes), false));
        return committer.commit(submission, Duration.ofSeconds(20)).revision();
    }

    PartHealth kafka() {
        return health.report().parts().getFirst().health();
    }

    boolean holdsLease() {
        return keeper.held();
    }

    void close() throws InterruptedException {
        committer.stop();
        if (relaying) {
            relaying = false;
            relay.stop();
            keeper.stop();
        }
    }
}
