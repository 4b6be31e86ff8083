package io.headwater.reader.netty;

/** What a connection is at: see {@link ClientHandler}. */
enum Mode {
    /** Requests are read and answered. */
    READING,
    /** An answer is being prepared, or waits for a change. */
    ANSWERING,
    /** A request is Jetty's. */
    JETTY,
    /** Events are sent. */
    STREAMING,
    /** The last answer has been written. */
    ENDING
}
