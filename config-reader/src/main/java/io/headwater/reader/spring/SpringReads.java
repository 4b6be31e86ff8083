package io.headwater.reader.spring;

import io.headwater.core.HeadwaterException;
import io.headwater.reader.serve.Deadline;
import io.headwater.reader.serve.Reads;
import io.headwater.reader.view.Environments;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** Answers as a Spring Cloud Config Server does. Methods wait, so they belong on virtual threads; safe for use by several. */
public final class SpringReads {
    private final Meeting meeting;

    /** @param environments where what is of no environment is found */
    public SpringReads(Environments environments, Reads reads) {
        this.meeting = new Meeting(environments, reads);
    }

    /**
     * An answer.
     *
     * @param body UTF-8
     * @param revision everything up to there is in, and nothing newer if no {@code revisions} are given
     * @param epoch that it belongs to
     * @param revisions how far each environment was, by name, if they did not come to one revision in time; else empty
     */
    // Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(byte[] body, long revision, long epoch, SortedMap<String, Long> revisions) {}

    /**
     * The property sources, with placeholders as they are.
     *
     * @param minRevision as of this commit or a later one, like the label's if that names one
     * @param origins whether each value is told with where it comes from
     * @throws HeadwaterException as {@link Reads#read}, but not for a profile that is no environment
     */
    public Answer environment(Asked asked, long minRevision, Deadline deadline, boolean origins)
            throws InterruptedException {
        Held held = held(asked, minRevision, deadline);
        List<Source> sources = Sources.of(asked.services(), held);
        return answer(EnvironmentJson.of(asked, sources, held.revision(), origins), held);
    }

    /**
     * All sources as one file.
     *
     * @throws HeadwaterException as {@link #environment}, and {@link io.headwater.core.ErrorCode#NOT_ACCEPTABLE} if a
     *     placeholder leads back to itself
     */
    public Answer file(Asked asked, FileForm form, long minRevision, Deadline deadline, boolean resolvePlaceholders)
            throws InterruptedException {
        Held held = held(asked, minRevision, deadline);
        return answer(form.encode(Sources.of(asked.services(), held), resolvePlaceholders), held);
    }

    private Held held(Asked asked, long minRevision, Deadline deadline) throws InterruptedException {
        return meeting.held(asked.services(), asked.environments(), Math.max(minRevision, asked.revision()), deadline);
    }

    private static Answer answer(String body, Held held) {
        return new Answer(
                body.getBytes(StandardCharsets.UTF_8),
                held.revision(),
                held.newest().position().epoch(),
                held.exact() ? Collections.emptySortedMap() : held.revisions());
    }
}
