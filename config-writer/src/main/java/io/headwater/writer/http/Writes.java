package io.headwater.writer.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.core.Change;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Scope;
import io.headwater.writer.commit.Committer;
import io.headwater.writer.commit.Decision;
import io.headwater.writer.commit.Ledger;
import io.headwater.writer.commit.Outcome;
import io.headwater.writer.commit.Proposal;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.LogUnavailableException;
import io.headwater.writer.log.LoggedCommit;
import io.headwater.writer.state.State;
import io.headwater.writer.state.StoredEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a call wants and answers it: commit or dry run, and the wait for the read tier. */
final class Writes {
    /** What the answer says besides the revision. */
    @FunctionalInterface
    interface More {
        /** Nothing. */
        More NONE = (json, outcome) -> {};

        void write(JsonGenerator json, Outcome outcome) throws IOException;
    }

    /** The status of the answer. */
    @FunctionalInterface
    interface Status {
        int of(Outcome outcome);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Writes.class);

    private final Committer committer;
    private final Ledger ledger;
    private final CommitLog log;
    private final ReaderReports readers;
    private final Duration within;
    private final Duration readWithin;

    /**
     * @param within how long a request may take to be committed
     * @param readWithin how long to wait for the newest state before what is held has to do
     */
    Writes(
            Committer committer,
            Ledger ledger,
            CommitLog log,
            ReaderReports readers,
            Duration within,
            Duration readWithin) {
        this.committer = committer;
        this.ledger = ledger;
        this.log = log;
        this.readers = readers;
        this.within = within;
        this.readWithin = readWithin;
    }

    /** Commits and answers. */
    void write(WriteRequest request, Proposal proposal, Status status, More more) throws InterruptedException {
        if (request.dryRun()) {
            dryRun(request, proposal, more);
            return;
        }
        Outcome outcome = committer.commit(request.submission(proposal), within);
        Optional<Boolean> served = request.served().map(time -> served(outcome, time));
        request.context().status(status.of(outcome)).header(Answers.REVISION, Long.toString(outcome.revision()));
        Answers.json(request.context(), json -> {
            json.writeStartObject();
            json.writeNumberField("revision", outcome.revision());
            json.writeBooleanField("changed", outcome.changed());
            if (served.isPresent()) {
                json.writeBooleanField("served", served.get());
            }
            more.write(json, outcome);
            json.writeEndObject();
        });
    }

    private void dryRun(WriteRequest request, Proposal proposal, More more) {
        // A refusal, or a promise, from a state that is not proved to be the newest would be a guess.
        State state = ledger.newestWithin(readWithin)
                .orElseThrow(() -> new HeadwaterException(
                        ErrorCode.UNAVAILABLE,
                        "the log does not answer, so it cannot be said what would be done; repeat the request"));
        Decision decision = proposal.judge(state);
        committer.checkSizes(request.message(), decision.changes());
        request.context().header(Answers.REVISION, Long.toString(state.revision()));
        Answers.json(request.context(), json -> {
            json.writeStartObject();
            json.writeBooleanField("dryRun", true);
            json.writeNumberField("revision", state.revision());
            json.writeBooleanField("changed", !decision.changes().isEmpty());
            Answers.changes(json, decision.changes());
            if (more instanceof Always) {
                more.write(json, new Outcome(state.revision(), false, false, false));
            }
            json.writeEndObject();
        });
    }

    /** What is said of a dry run too. */
    @FunctionalInterface
    interface Always extends More {}

    /** Whatever goes wrong here, the commit stands, and that is the answer. */
    private boolean served(Outcome outcome, Duration within) {
        try {
            return readers.served(touched(outcome), outcome.revision(), within);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException e) {
            LOG.warn("it is not known whether commit {} is served", outcome.revision(), e);
            return false;
        }
    }

    /** The environments that have to show a commit; all of them where it is not known what it changed. */
    private Set<String> touched(Outcome outcome) {
        Set<String> touched = new TreeSet<>();
        Optional<LoggedCommit> commit = outcome.changed()
                ? ledger.recent().commit(outcome.revision()).or(() -> inLog(outcome.revision()))
                : Optional.empty();
        if (commit.isEmpty()) {
            touched.add(Scope.EVERY);
        } else {
            for (Change change : commit.get().commit().changes()) {
                touched.add(
                        switch (change) {
                            case Change.OfEntry entry -> entry.id().scope().environment();
                            case Change.PutEnvironment put -> put.environment();
                            case Change.DeleteEnvironment delete -> Scope.EVERY;
                        });
            }
        }
        State state = ledger.state();
        if (touched.contains(Scope.EVERY)) {
            state.environments()
                    .forEach(environment -> touched.add(environment.state().name()));
        }
        touched.removeIf(
                name -> state.environment(name).filter(StoredEnvironment::live).isEmpty());
        return touched;
    }

    private Optional<LoggedCommit> inLog(long revision) {
        try {
            return log.commit(revision);
        } catch (LogUnavailableException e) {
            return Optional.empty();
        }
    }
}
