package io.headwater.reader.netty;

/** Who has a connection for longer: a stream, or a poll that waits. Called by the connection's event loop. */
interface Occupant {
    /** The connection is gone. */
    void gone();

    /** The client sends nothing more: it may have gone, or may only have said so. */
    void inputEnded();
}
