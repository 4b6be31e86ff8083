package io.headwater.propagator.redis;

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

/** A script that Redis is told once and then called by its hash. */
final class LuaScript {
    private final String source;
    private final String hash;
    private final ReturnType answers;

    private LuaScript(String source, ReturnType answers) {
        this.source = source;
        this.hash = sha1(source);
        this.answers = answers;
    }

    /** Reads a script that lies beside this class. */
    static LuaScript read(String name, ReturnType answers) {
        try (InputStream in = LuaScript.class.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("the script " + name + " is missing in the jar");
            }
            return new LuaScript(new String(in.readAllBytes(), StandardCharsets.UTF_8), answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls it; tells Redis the source where it does not know it yet, or no longer. */
    <T> CompletionStage<T> call(RScript scripts, List<Object> keys, Object... values) {
        return scripts.<T>evalShaAsync(Mode.READ_WRITE, hash, answers, keys, values)
                .exceptionallyCompose(failure -> {
                    Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                            ? wrapped.getCause()
                            : failure;
                    if (!String.valueOf(cause.getMessage()).contains("NOSCRIPT")) {
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
