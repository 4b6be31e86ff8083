package io.headwater.runtime.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads request bodies within limits of size and time. Blocks; meant for virtual threads. */
public final class RequestBody {

    private static final int CHUNK = 16 << 10;

    private final HttpLimits limits;

    public RequestBody(HttpLimits limits) {
        this.limits = limits;
    }

    /**
     * The whole body as bytes.
     *
     * @throws HeadwaterException {@code TOO_LARGE} as soon as the limit is passed, {@code REQUEST_TIMEOUT} when the body
     *     does not arrive in time, {@code MALFORMED_REQUEST} when it ends too early
     */
    public byte[] bytes(Context context) {
        long announced = context.req().getContentLengthLong();
        if (announced > limits.bodyBytes()) {
            throw tooLarge(context, "the body has " + announced + " bytes");
        }
        try (InputStream in = context.req().getInputStream()) {
            return read(context, in, Math.max(0, (int) announced));
        } catch (IOException e) {
            throw hasTimedOut(e) ? tooSlow(context) : cut(context);
        }
    }

    /**
     * The whole body as text.
     *
     * @throws HeadwaterException as {@link #bytes} does, and {@code INVALID_UTF8} naming the first byte that does not fit
     */
    public String text(Context context) {
        return decode(bytes(context));
    }

    /** Strict UTF-8; a byte order mark at the start is no part of the text. */
    static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new HeadwaterException(
                    ErrorCode.INVALID_UTF8,
                    "the byte at position " + in.position() + " (from 0) is no valid UTF-8; allowed: UTF-8 text");
        }
        out.flip();
        return out.length() > 0 && out.charAt(0) == '\uFEFF'
                ? out.subSequence(1, out.length()).toString()
                : out.toString();
    }

    private byte[] read(Context context, InputStream in, int expected) throws IOException {
        long deadline = System.nanoTime() + limits.bodyWithin().toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream(Math.max(expected, 32));
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            body.write(chunk, 0, count);
            if (body.size() > limits.bodyBytes()) {
                throw tooLarge(context, "the body has more than " + limits.bodyBytes() + " bytes");
            }
            if (System.nanoTime() > deadline) {
                throw tooSlow(context);
            }
        }
        return body.toByteArray();
    }

    private HeadwaterException tooLarge(Context context, String what) {
        closeAfterwards(context);
        return new HeadwaterException(ErrorCode.TOO_LARGE, what + "; allowed: " + limits.bodyBytes());
    }

    private HeadwaterException tooSlow(Context context) {
        closeAfterwards(context);
        return new HeadwaterException(
                ErrorCode.REQUEST_TIMEOUT,
                "the body did not arrive; allowed: pauses of " + limits.idle().toMillis() + " ms and "
                        + limits.bodyWithin().toMillis() + " ms in all");
    }

    private static HeadwaterException cut(Context context) {
        closeAfterwards(context);
        return new HeadwaterException(ErrorCode.MALFORMED_REQUEST, "the body ended before it was complete");
    }

    // What is left of the body would be taken for the next request, or read in vain.
    private static void closeAfterwards(Context context) {
        context.header("Connection", "close");
    }

    private static boolean hasTimedOut(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
