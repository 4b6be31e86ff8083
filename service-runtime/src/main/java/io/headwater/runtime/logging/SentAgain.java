package io.headwater.runtime.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Drops what a broker in this process calls an error and its producer makes good: the first batches of a transaction may
 * arrive before the transaction is known, are refused, and with them those behind them; all are sent again. A producer that
 * cannot make it good fails, and whoever uses it says so.
 */
final class SentAgain extends Filter<ILoggingEvent> {
    private static final String LOGGER = "kafka.server.ReplicaManager";
    private static final String FAILURE = "org.apache.kafka.common.errors.OutOfOrderSequenceException";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean sentAgain = event.getLoggerName().equals(LOGGER)
                && event.getThrowableProxy() != null
                && event.getThrowableProxy().getClassName().equals(FAILURE);
        return sentAgain ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
