package io.headwater.schemas;

import java.nio.charset.StandardCharsets;

/**
 * Which partition tells a service everything: {@code toPositive(murmur2(UTF-8 of the name)) mod n}, as Kafka's own
 * clients place a record whose key is the name. Vectors: {@code vectors/partitions.json}.
 *
 * @see <a href="https://github.com/aappleby/smhasher">MurmurHash2 (Austin Appleby, public domain)</a>
 */
public final class Partitions {
    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;
    private static final int R = 24;

    private Partitions() {}

    /** The partition, from 0 to {@code partitions} - 1, that holds all entries of {@code service}. */
    public static int of(String service, int partitions) {
        return (murmur2(service.getBytes(StandardCharsets.UTF_8)) & 0x7fffffff) % partitions;
    }

    /** MurmurHash2 with Kafka's seed, as a signed 32-bit number. */
    public static int murmur2(byte[] data) {
        int h = SEED ^ data.length;
        int whole = data.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int k = (data[i] & 0xff)
                    | (data[i + 1] & 0xff) << 8
                    | (data[i + 2] & 0xff) << 16
                    | (data[i + 3] & 0xff) << 24;
            k *= M;
            k ^= k >>> R;
            k *= M;
            h = h * M ^ k;
        }
        int rest = 0;
        for (int i = data.length - 1; i >= whole; i--) {
            rest = rest << 8 | (data[i] & 0xff);
        }
        if (whole < data.length) {
            h = (h ^ rest) * M;
        }
        h ^= h >>> 13;
        h *= M;
        return h ^ h >>> 15;
    }
}
