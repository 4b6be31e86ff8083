package io.headwater.writer.commit;

import io.headwater.writer.log.Idempotency;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The requests with an idempotency key whose commits this replica has applied since it started, and those that it answered
 * without a commit. Older ones are in the log.
 * Safe for use by several threads.
 */
public final class AnsweredRequests {
    /** Whose key. */
    private record Claim(String actor, String key) {}

    /**
     * What was answered.
     *
     * @param changed whether there is a commit
     */
    record Answer(Idempotency request, long revision, boolean changed, Instant time) {}

    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MOST = 200_000;

    private final Map<Claim, Answer> answers = new LinkedHashMap<>();

    synchronized void add(Answer added) {
        answers.put(new Claim(added.request().actor(), added.request().key()), added);
        // Forgetting is safe: a request whose key is not here is looked up in the log before it is judged.
        Iterator<Answer> oldest = answers.values().iterator();
        while (oldest.hasNext()) {
            Answer answer = oldest.next();
            if (answers.size() <= MOST && answer.time().plus(KEPT).isAfter(added.time())) {
                break;
            }
            oldest.remove();
        }
    }

    synchronized Optional<Answer> find(String actor, String key) {
        return Optional.ofNullable(answers.get(new Claim(actor, key)));
    }
}
