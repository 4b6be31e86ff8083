package io.headwater.reader;

import io.headwater.reader.LayoutWriter.Put;

/** What fills a source of views in tests: one history, materialized commit by commit. */
public interface Sink {
    /** The newest commit. */
    long revision();

    /** A commit that creates an environment. */
    Sink environment(String name);

    /** A commit that deletes an environment. */
    void deleteEnvironment(String name);

    /** One commit. */
    long commit(Put... changes);

    /** Replaces the state of an environment by another build of the same. */
    void build(String name);
}
