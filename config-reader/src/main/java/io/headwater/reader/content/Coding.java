package io.headwater.reader.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Content codings that bodies are kept in. */
public enum Coding {
    /** As it is. */
    IDENTITY("identity"),
    /** RFC 1952. */
    GZIP("gzip");

    private final String token;

    Coding(String token) {
        this.token = token;
    }

    /** Its name in HTTP. */
    public String token() {
        return token;
    }

    byte[] apply(byte[] body) {
        return switch (this) {
            case IDENTITY -> body;
            case GZIP -> gzip(body);
        };
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream gzip = new FastGzip(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** One body is compressed for many readers of one change: soon matters more than small. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream to) throws IOException {
            super(to);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
