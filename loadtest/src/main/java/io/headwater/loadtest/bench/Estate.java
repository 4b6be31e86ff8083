package io.headwater.loadtest.bench;

import io.headwater.loadtest.measure.Effort;
import java.nio.charset.StandardCharsets;

/**
 * The large configuration: services × environments × keys, each with a value of 200 bytes.
 *
 * @param services named {@code service-0} and so on
 * @param environments named {@code env-1} and so on
 * @param keys of each service in each environment
 */
record Estate(int services, int environments, int keys) {
    private static final int COMMIT = 1_000;

    /** 1,000 services in 5 environments with 300,000 entries; or fewer services. */
    static Estate of(Effort effort) {
        return new Estate(effort.of(1_000), 5, 60);
    }

    String service(int index) {
        return "service-" + index;
    }

    String environment(int index) {
        return "env-" + (index + 1);
    }

    int entries() {
        return services * environments * keys;
    }

    /** How many commits of 1,000 entries it takes. */
    int commits() {
        return (entries() + COMMIT - 1) / COMMIT;
    }

    /** The body of one of these commits. */
    byte[] commit(int index) {
        StringBuilder body = new StringBuilder(COMMIT * 340);
        body.append("{\"message\":\"part ").append(index).append("\",\"changes\":[");
        int end = Math.min(entries(), (index + 1) * COMMIT);
        for (int entry = index * COMMIT; entry < end; entry++) {
            if (entry > index * COMMIT) {
                body.append(',');
            }
            int key = entry % keys;
            int service = entry / keys % services;
            int environment = entry / keys / services;
            body.append("{\"op\":\"put\",\"service\":\"")
                    .append(service(service))
                    .append("\",\"environment\":\"")
                    .append(environment(environment))
                    .append("\",\"key\":\"some.group.of.keys.number-")
                    .append(key)
                    .append("\",\"value\":\"")
                    .append(Writer.value(entry))
                    .append("\"}");
        }
        return body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
