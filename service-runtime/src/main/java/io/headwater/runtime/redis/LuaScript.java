package io.headwater.runtime.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.client.RedisException;
import org.redisson.client.RedisNoScriptException;

/**
 * A script that Redis is told once and then called by its hash. It is always called as one that writes, because only those
 * are sure to go to the master. Immutable.
 */
public final class LuaScript {
    private final String source;
    private final String hash;
    private final ReturnType answers;

    private LuaScript(String source, ReturnType answers) {
        this.source = source;
        this.hash = sha1(source);
        this.answers = answers;
    }

    /** Reads the script {@code name.lua} that lies beside a class. */
    public static LuaScript read(Class<?> beside, String name, ReturnType answers) {
        try (InputStream in = beside.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("the script " + name + " is missing in the jar");
            }
            return new LuaScript(new String(in.readAllBytes(), StandardCharsets.UTF_8), answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Calls it; tells Redis the source where it does not know it yet, or no longer.
     *
     * @throws RedisException if Redis does not answer, or with an error
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // the script decides, as with RScript
    public <T> T call(RScript scripts, List<Object> keys, Object... values) {
        try {
            return scripts.evalSha(Mode.READ_WRITE, hash, answers, keys, values);
        } catch (RedisNoScriptException e) {
            return scripts.eval(Mode.READ_WRITE, source, answers, keys, values);
        }
    }

    /** The same without waiting for the answer. */
    public <T> CompletionStage<T> callAsync(RScript scripts, List<Object> keys, Object... values) {
        return scripts.<T>evalShaAsync(Mode.READ_WRITE, hash, answers, keys, values)
                .exceptionallyCompose(failure -> {
                    Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                            ? wrapped.getCause()
                            : failure;
                    if (!(cause instanceof RedisNoScriptException)) {
                        throw new CompletionException(cause);
                    }
                    return scripts.evalAsync(Mode.READ_WRITE, source, answers, keys, values);
                });
    }

    private static String sha1(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
