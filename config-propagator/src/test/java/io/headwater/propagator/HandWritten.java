package io.headwater.propagator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Records that somebody put into partition 0 of the topic by hand: each in the form of a record, and none that anybody can
 * work with.
 *
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
public record HandWritten(String about, byte[] key, byte[] value, Map<String, byte[]> headers) {
    private static final String TIME = "2026-11-01T08:30:00.000Z";
    private static final String FAR = "+999999999-12-31T23:59:59Z";
    private static final String TARGET = "{\"control\":\"target\"}";
    private static final String WATERMARK = "{\"control\":\"watermark\",\"partition\":0}";
    private static final String ENVIRONMENT = "{\"control\":\"environment\",\"environment\":\"dev\"}";
    private static final String ENTRY = "{\"service\":\"s\",\"environment\":\"dev\",\"key\":\"k\"}";
    private static final String TURNED = "{\"key\":\"k\",\"environment\":\"dev\",\"service\":\"s\"}";

    public static List<HandWritten> all() {
        return List.of(
                record("a target of no time", TARGET, "{\"epoch\":1,\"revision\":5}", "yesterday", "5"),
                record("a target of a far time", TARGET, "{\"epoch\":1,\"revision\":5}", FAR, "5"),
                record("a target of no epoch", TARGET, "{\"epoch\":-1,\"revision\":5}", TIME, "5"),
                record("a target below zero", TARGET, "{\"epoch\":1,\"revision\":-5}", TIME, "5"),
                record("a watermark of no time", WATERMARK, watermark("1", "5", "yesterday"), TIME, "5"),
                record("a watermark of a far time", WATERMARK, watermark("1", "5", FAR), TIME, "5"),
                record("a watermark of no epoch", WATERMARK, watermark("0", "5", TIME), TIME, "5"),
                record("a watermark below zero", WATERMARK, watermark("1", "-5", TIME), TIME, "5"),
                record("a huge watermark", WATERMARK, watermark("1", "99999999999999999999", TIME), TIME, "5"),
                record(
                        "a watermark of another partition",
                        WATERMARK.replace('0', '7'),
                        watermark("1", "5", TIME),
                        TIME,
                        "5"),
                record("an environment of no time", ENVIRONMENT, environment("5", "5"), "yesterday", "5"),
                record("an environment of a far time", ENVIRONMENT, environment("5", "5"), FAR, "5"),
                record("an environment below zero", ENVIRONMENT, environment("-5", "5"), TIME, "5"),
                record("an environment since less than zero", ENVIRONMENT, environment("5", "-5"), TIME, "5"),
                record("an entry of a far time", ENTRY, entry("5"), FAR, "5"),
                record("an entry of an early time", ENTRY, entry("5"), "-999999999-01-01T00:00:00Z", "5"),
                record("an entry below zero", ENTRY, entry("-5"), TIME, "5"),
                record("an entry below zero, its key turned", TURNED, entry("-5"), TIME, "5"),
                record("a huge entry", ENTRY, entry("99999999999999999999"), TIME, "5"),
                record("a deletion of a far time", ENTRY, null, FAR, "5"),
                record("a deletion below zero", ENTRY, null, TIME, "-5"),
                record("a huge deletion", ENTRY, null, TIME, "99999999999999999999"));
    }

    private static String watermark(String epoch, String revision, String time) {
        return "{\"epoch\":" + epoch + ",\"revision\":" + revision + ",\"time\":\"" + time + "\",\"hash\":\"x\"}";
    }

    private static String environment(String revision, String since) {
        return "{\"revision\":" + revision + ",\"since\":" + since
                + ",\"deleted\":false,\"rank\":0,\"protected\":false}";
    }

    private static String entry(String revision) {
        return "{\"type\":\"integer\",\"value\":1,\"revision\":" + revision + "}";
    }

    private static HandWritten record(String about, String key, String value, String time, String revision) {
        return new HandWritten(
                about,
                utf8(key),
                value == null ? null : utf8(value),
                Map.of("ce_time", utf8(time), "headwater-revision", utf8(revision)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return about;
    }
}
