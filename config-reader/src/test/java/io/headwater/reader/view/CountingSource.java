package io.headwater.reader.view;

import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A source that remembers what was asked of it, and can be made to fail or to hang. */
final class CountingSource implements ViewSource {
    private final ViewSource source;
    private final CopyOnWriteArrayList<Page.Request> reads = new CopyOnWriteArrayList<>();
    private volatile boolean failing;
    private volatile CountDownLatch hanging = new CountDownLatch(0);

    CountingSource(ViewSource source) {
        this.source = source;
    }

    /** Every read of an environment, in order. */
    CopyOnWriteArrayList<Page.Request> reads() {
        return reads;
    }

    void fail(boolean from) {
        failing = from;
    }

    /** Reads do not come back until this is counted down. */
    void hang(CountDownLatch until) {
        hanging = until;
    }

    @Override
    public Optional<Catalog> catalog() {
        return source.catalog();
    }

    @Override
    public Page read(Page.Request request) {
        reads.add(request);
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failing) {
            throw new SourceException("it does not answer", new IllegalStateException("told to fail"));
        }
        return source.read(request);
    }

    @Override
    public Subscription listen(String environment, Runnable bell) {
        return source.listen(environment, bell);
    }
}
