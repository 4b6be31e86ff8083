package io.headwater.reader;

import io.headwater.reader.LayoutWriter.Put;
import java.util.Random;

/**
 * A large configuration: services × environments × keys, each with a value of 200 bytes that does not compress.
 *
 * @param services named {@code service-0} and so on
 * @param environments named {@code env-0} and so on
 * @param keys of each service in each environment
 */
public record Estate(int services, int environments, int keys) {
    private static final int COMMIT = 4_980;
    private static final int VALUE = 200;

    /** 300,000 entries: 1,000 services in 5 environments. */
    public static final Estate LARGE = new Estate(1_000, 5, 60);

    public String service(int index) {
        return "service-" + index;
    }

    public String environment(int index) {
        return "env-" + index;
    }

    public String key(int index) {
        return "some.group.of.keys.number-" + index;
    }

    public int entries() {
        return services * environments * keys;
    }

    /** Writes all of it, by commits of some thousand entries. */
    public void write(LayoutWriter writer) {
        for (int i = 0; i < environments; i++) {
            writer.environment(environment(i));
        }
        Random random = new Random(1);
        for (int first = 0; first < entries(); first += COMMIT) {
            Put[] puts = new Put[Math.min(COMMIT, entries() - first)];
            for (int i = 0; i < puts.length; i++) {
                int entry = first + i;
                puts[i] = Put.string(
                        service(entry / keys % services),
                        environment(entry / keys / services),
                        key(entry % keys),
                        value(random));
            }
            writer.commit(puts);
        }
    }

    private static String value(Random random) {
        StringBuilder text = new StringBuilder(VALUE);
        while (text.length() < VALUE) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
