package io.headwater.writer.kafka;

/** The topic holds something that is not this history. Nothing may be written to it; trying again does not help. */
final class RelayHaltedException extends RuntimeException {
    RelayHaltedException(String message) {
        super(message);
    }
}
