package io.headwater.propagator.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Many strings as one argument of a script, which is several times cheaper for client and server than an argument each.
 * The format is an array of strings in MessagePack (its specification, formats array 32, fixstr, str 8, str 16 and str 32),
 * which every Redis decodes by {@code cmsgpack.unpack}. Only the most frequent use of the format is needed here, so that
 * a library would be more than this. For one thread.
 */
final class PackedStrings {
    private static final int ARRAY_32 = 0xdd;
    private static final int FIXSTR = 0xa0;
    private static final int STR_8 = 0xd9;
    private static final int STR_16 = 0xda;
    private static final int STR_32 = 0xdb;

    private final ByteArrayOutputStream strings;
    private int count;

    /** @param expected about how many bytes there will be */
    PackedStrings(int expected) {
        this.strings = new ByteArrayOutputStream(expected);
    }

    PackedStrings add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    PackedStrings add(byte[] text) {
        if (text.length < 32) {
            strings.write(FIXSTR | text.length);
        } else if (text.length < 1 << 8) {
            strings.write(STR_8);
            strings.write(text.length);
        } else if (text.length < 1 << 16) {
            strings.write(STR_16);
            strings.write(text.length >> 8);
            strings.write(text.length);
        } else {
            strings.write(STR_32);
            writeInt(strings, text.length);
        }
        strings.writeBytes(text);
        count++;
        return this;
    }

    /** All that was added, as one argument. */
    byte[] pack() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(strings.size() + 5);
        packed.write(ARRAY_32);
        writeInt(packed, count);
        packed.writeBytes(strings.toByteArray());
        return packed.toByteArray();
    }

    private static void writeInt(ByteArrayOutputStream to, int value) {
        to.write(value >> 24);
        to.write(value >> 16);
        to.write(value >> 8);
        to.write(value);
    }
}
