package io.headwater.propagator.sink;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Waits for answers, and throws what they failed with as it was. */
final class Waiting {
    private Waiting() {}

    static <T> T on(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(cause);
        }
    }

    /** Waits for all of them, also when one fails, so that nothing is under way any longer. */
    static <T> void onAll(Collection<CompletableFuture<T>> stages) throws InterruptedException {
        try {
            CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get();
        } catch (ExecutionException e) {
            for (CompletableFuture<T> stage : stages) {
                on(stage);
            }
        }
    }
}
