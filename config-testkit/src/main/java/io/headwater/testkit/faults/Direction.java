package io.headwater.testkit.faults;

/** Which way bytes go through a {@link TcpRelay}. */
public enum Direction {
    /** From who connected to whom it is connected. */
    TO_SERVER,
    /** The answers. */
    TO_CLIENT
}
