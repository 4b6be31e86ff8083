package io.headwater.loadtest.bench;

import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.ServiceName;
import io.headwater.loadtest.wire.HttpAnswer;
import io.headwater.loadtest.wire.HttpConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What is read: one key with a value of 200 bytes, and a snapshot of about 100 kB.
 *
 * @param revision at which all of it is there
 * @param lookupBody what the lookup answers
 * @param smallTag the entity tag of the snapshot that has only that key
 * @param page the body of the large snapshot
 */
record ReadTargets(long revision, String lookupBody, String smallTag, String page) {
    static final String ENVIRONMENT = "dev";
    static final String LOOKUP = "/v1/snapshots/checkout/dev/payments.retry.max";
    static final String SMALL = "/v1/snapshots/checkout/dev";
    static final String PAGE = "/v1/snapshots/catalogue/dev";

    /** So many entries with their framing are 100 kB. */
    private static final int ENTRIES = 376;

    /** Writes it, and waits until the reader serves it. */
    static ReadTargets prepare(BenchSystem system) throws IOException {
        long revision;
        try (Writer writer = new Writer(system.service(ServiceName.WRITER).port())) {
            writer.environment(ENVIRONMENT, 1);
            long _ = writer.put("checkout", ENVIRONMENT, "payments.retry.max", 1);
            revision = writer.commit(entries());
        }
        try (HttpConnection reader =
                new HttpConnection(system.service(ServiceName.READER).port())) {
            HttpAnswer lookup = served(reader, LOOKUP, revision);
            HttpAnswer small = served(reader, SMALL, revision);
            HttpAnswer page = served(reader, PAGE, revision);
            String tag = small.headers().get("ETag");
            if (tag == null) {
                throw new IllegalStateException("a snapshot has no ETag");
            }
            return new ReadTargets(revision, lookup.body(), tag, page.body());
        }
    }

    private static byte[] entries() {
        StringBuilder body = new StringBuilder("{\"message\":\"a large page\",\"changes\":[");
        for (int i = 0; i < ENTRIES; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"op\":\"put\",\"service\":\"catalogue\",\"environment\":\"" + ENVIRONMENT)
                    .append("\",\"key\":\"some.key.number-")
                    .append(i)
                    .append("\",\"value\":\"")
                    .append(Writer.value(i))
                    .append("\"}");
        }
        return body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Asks for a state that is at least that new. */
    static HttpAnswer served(HttpConnection reader, String path, long revision) throws IOException {
        HttpAnswer answer = reader.get(path + "?min-revision=" + revision + "&timeout=30s");
        if (answer.status() != 200) {
            throw new IllegalStateException(
                    "GET " + path + " is answered with " + answer.status() + ": " + answer.body());
        }
        return answer;
    }
}
