package io.headwater.schemas;

import org.jspecify.annotations.Nullable;

/**
 * The headers of a record: the revision of its commit, the attributes of CloudEvents 1.0 in Kafka's binary mode, and
 * the W3C trace context of the request that made the commit.
 */
public final class RecordHeaders {
    /** The revision of the commit, as decimal text. */
    public static final String REVISION = "headwater-revision";
    /** CloudEvents: unique per source. */
    public static final String ID = "ce_id";
    /** CloudEvents: {@value #SOURCE_VALUE}. */
    public static final String SOURCE = "ce_source";
    /** CloudEvents: what happened. */
    public static final String TYPE = "ce_type";
    /** CloudEvents: 1.0. */
    public static final String SPEC_VERSION = "ce_specversion";
    /** CloudEvents: when the commit was made. */
    public static final String TIME = "ce_time";
    /** The media type of the value; absent from tombstones. */
    public static final String CONTENT_TYPE = "content-type";
    /** W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    static final String SOURCE_VALUE = "/headwater";

    private RecordHeaders() {}

    /** How a decoder looks at the headers of a record, whichever library holds them. */
    @FunctionalInterface
    public interface Lookup {
        /** The last header of this name, or null. */
        byte @Nullable [] last(String name);
    }
}
