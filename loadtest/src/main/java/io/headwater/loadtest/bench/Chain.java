package io.headwater.loadtest.bench;

import io.headwater.loadtest.kafka.TransactionHop;
import io.headwater.loadtest.measure.Arrivals;
import io.headwater.loadtest.measure.Route;
import io.headwater.loadtest.mongo.BareInserts;

/**
 * Yardstick: one journaled majority insert of a document like a commit, then one Kafka transaction over the same
 * partitions to a {@code read_committed} consumer. Nothing that keeps Headwater's promises can be faster than its parts.
 */
final class Chain implements Route {
    private final BareInserts inserts;
    private final TransactionHop transactions;
    private final Arrivals inserted = new Arrivals("the insert");

    Chain(BareInserts inserts, TransactionHop transactions) {
        this.inserts = inserts;
        this.transactions = transactions;
    }

    @Override
    public long send() {
        inserts.insert();
        long answered = System.nanoTime();
        long number = transactions.send();
        inserted.arrived(number, answered);
        return number;
    }

    /** When the inserts were answered. */
    Arrivals inserted() {
        return inserted;
    }

    @Override
    public Arrivals arrivals() {
        return transactions.arrivals();
    }
}
