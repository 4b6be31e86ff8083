package io.headwater.schemas;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.core.EntryId;
import io.headwater.core.EntryValue;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.Names;
import io.headwater.core.Times;
import io.headwater.core.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one format of {@code headwater.entries} and the environments' topics. Keys and values are JSON in UTF-8. A key's
 * members have one order and no white space, because compaction compares bytes. Members and headers that are not known
 * are passed over, so that a later version may add some. Stateless and thread-safe.
 */
public final class RecordCodec {
    private static final String ENTRY_PUT = "io.headwater.entry.put";

    private RecordCodec() {}

    /**
     * Encodes what a commit did.
     *
     * @param time when the commit was made
     * @param traceparent W3C trace context of the commit, if it has one
     */
    public static WireRecord encode(LogRecord record, Instant time, @Nullable String traceparent) {
        if (record instanceof LogRecord.Entry entry) {
            LayerEntry state = entry.state();
            String type = state.live() ? ENTRY_PUT : "io.headwater.entry.deleted";
            return wire(
                    entryKey(entry.id()),
                    state.live() ? entryValue(state.liveValue()) : null,
                    state.revision(),
                    state.revision() + "/" + entry.id(),
                    type,
                    time,
                    traceparent);
        }
        if (record instanceof LogRecord.Environment environment) {
            EnvironmentState state = environment.state();
            String type = state.deleted() ? "io.headwater.environment.deleted" : "io.headwater.environment.put";
            String id = state.revision() + "/" + state.name();
            return wire(
                    environmentKey(state.name()),
                    environmentValue(state),
                    state.revision(),
                    id,
                    type,
                    time,
                    traceparent);
        }
        if (record instanceof LogRecord.Watermark mark) {
            String id = mark.revision() + "/watermark/" + mark.partition();
            return wire(
                    watermarkKey(mark.partition()),
                    watermarkValue(mark),
                    mark.revision(),
                    id,
                    "io.headwater.watermark",
                    time,
                    traceparent);
        }
        LogRecord.Target target = (LogRecord.Target) record;
        String id = target.revision() + "/target";
        return wire(targetKey(), targetValue(target), target.revision(), id, "io.headwater.target", time, traceparent);
    }

    /**
     * Encodes an entry whose value is encoded already.
     *
     * @param value as {@link #entryValue} made it
     * @param millis when the commit was made
     */
    public static WireRecord encodeEntry(EntryId id, long revision, byte[] value, long millis) {
        return wire(
                entryKey(id),
                JsonText.ofCompact(new String(value, StandardCharsets.UTF_8)),
                revision,
                revision + "/" + id,
                ENTRY_PUT,
                Instant.ofEpochMilli(millis),
                null);
    }

    /** The key of an entry's record. */
    public static JsonText entryKey(EntryId id) {
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeStringField("service", id.scope().service());
            json.writeStringField("environment", id.scope().environment());
            json.writeStringField("key", id.key());
            json.writeEndObject();
        });
    }

    /** The value of an entry's record. */
    public static JsonText entryValue(EntryValue value) {
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeStringField("type", value.type().wireName());
            json.writeFieldName("value");
            json.writeRawValue(value.value().text());
            json.writeNumberField("revision", value.revision());
            if (value.secret()) {
                json.writeBooleanField("secret", true);
            }
            json.writeEndObject();
        });
    }

    private static JsonText environmentKey(String name) {
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeStringField("control", "environment");
            json.writeStringField("environment", name);
            json.writeEndObject();
        });
    }

    private static JsonText environmentValue(EnvironmentState state) {
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeNumberField("revision", state.revision());
            json.writeNumberField("since", state.since());
            json.writeBooleanField("deleted", state.deleted());
            json.writeNumberField("rank", state.rank());
            json.writeBooleanField("protected", state.guarded());
            if (state.description() != null) {
                json.writeStringField("description", state.description());
            }
            json.writeEndObject();
        });
    }

    private static JsonText watermarkKey(int partition) {
        return JsonText.ofCompact("{\"control\":\"watermark\",\"partition\":" + partition + "}");
    }

    private static JsonText watermarkValue(LogRecord.Watermark mark) {
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeNumberField("epoch", mark.epoch());
            json.writeNumberField("revision", mark.revision());
            json.writeStringField("time", Times.format(mark.time()));
            json.writeStringField("hash", mark.hash());
            json.writeEndObject();
        });
    }

    private static JsonText targetKey() {
        return JsonText.ofCompact("{\"control\":\"target\"}");
    }

    private static JsonText targetValue(LogRecord.Target target) {
        return JsonText.ofCompact("{\"epoch\":" + target.epoch() + ",\"revision\":" + target.revision() + "}");
    }

    private static WireRecord wire(
            JsonText key,
            @Nullable JsonText value,
            long revision,
            String id,
            String type,
            Instant time,
            @Nullable String traceparent) {
        List<WireRecord.Header> headers = new ArrayList<>(8);
        headers.add(header(RecordHeaders.REVISION, Long.toString(revision)));
        headers.add(header(RecordHeaders.ID, id));
        headers.add(header(RecordHeaders.SOURCE, RecordHeaders.SOURCE_VALUE));
        headers.add(header(RecordHeaders.TYPE, type));
        headers.add(header(RecordHeaders.SPEC_VERSION, "1.0"));
        headers.add(header(RecordHeaders.TIME, Times.format(time)));
        if (value != null) {
            headers.add(header(RecordHeaders.CONTENT_TYPE, "application/json"));
        }
        if (traceparent != null) {
            headers.add(header(RecordHeaders.TRACEPARENT, traceparent));
        }
        return new WireRecord(utf8(key.text()), value == null ? null : utf8(value.text()), headers);
    }

    private static WireRecord.Header header(String name, String value) {
        return new WireRecord.Header(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Decodes a record.
     *
     * @param value null for a tombstone
     * @throws MalformedRecordException if it is not one of Headwater's
     */
    public static LogRecord decode(byte @Nullable [] key, byte @Nullable [] value, RecordHeaders.Lookup headers)
            throws MalformedRecordException {
        if (key == null) {
            throw new MalformedRecordException("the key is missing");
        }
        try {
            RecordMembers named = RecordMembers.read(key, "key");
            String control = named.control;
            if (control == null) {
                EntryId id = new EntryId(
                        Names.scope("service", named.service(), "environment", named.environment()), named.key());
                return new LogRecord.Entry(id, entryState(value, headers));
            }
            if (value == null) {
                throw new MalformedRecordException("the value of a control record is missing");
            }
            RecordMembers told = RecordMembers.read(value, "value");
            return switch (control) {
                case "watermark" ->
                    new LogRecord.Watermark(
                            (int) named.number("partition", named.partition),
                            told.number("epoch", told.epoch),
                            told.number("revision", told.revision),
                            Times.parse(told.required("time", told.time)),
                            told.required("hash", told.hash));
                case "target" ->
                    new LogRecord.Target(told.number("epoch", told.epoch), told.number("revision", told.revision));
                case "environment" ->
                    new LogRecord.Environment(
                            new EnvironmentState(
                                    Names.environment("environment", named.environment()),
                                    told.number("revision", told.revision),
                                    told.number("since", told.since),
                                    told.deleted,
                                    (int) told.number("rank", told.rank),
                                    told.guarded,
                                    told.description),
                            time(headers));
                default -> throw new MalformedRecordException("unknown control record " + Names.quoted(control));
            };
        } catch (IOException e) {
            throw new MalformedRecordException(JsonText.malformed(e).detail());
        } catch (HeadwaterException | DateTimeException | NumberFormatException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()));
        }
    }

    private static LayerEntry entryState(byte @Nullable [] value, RecordHeaders.Lookup headers)
            throws IOException, MalformedRecordException {
        Instant time = time(headers);
        if (value == null) {
            return LayerEntry.deleted(Long.parseLong(required(headers, RecordHeaders.REVISION)), time);
        }
        return LayerEntry.put(entryValue(RecordMembers.read(value, "value")), time);
    }

    /**
     * Decodes the value of an entry's record.
     *
     * @throws MalformedRecordException if it is none
     */
    public static EntryValue decodeEntryValue(String json) throws MalformedRecordException {
        try {
            return entryValue(RecordMembers.read(utf8(json), "value"));
        } catch (IOException e) {
            throw new MalformedRecordException(JsonText.malformed(e).detail());
        }
    }

    /**
     * Checks the value of an entry's record as {@link #decode} does, without making anything of it: for those who pass
     * many on as they are.
     *
     * @return its revision
     * @throws MalformedRecordException if it is none
     */
    public static long checkEntryValue(byte[] json) throws MalformedRecordException {
        String typeName = "";
        JsonToken token = null;
        String number = "";
        long revision = -1;
        try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedRecordException("the value is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "type" -> typeName = RecordMembers.string(name, parser);
                    case "revision" -> revision = RecordMembers.whole(name, parser);
                    case "secret" -> RecordMembers.flag(name, parser);
                    case "value" -> {
                        token = value;
                        if (value != null && value.isNumeric()) {
                            number = parser.getText();
                        }
                        parser.skipChildren();
                    }
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new MalformedRecordException("something follows the value");
            }
        } catch (IOException e) {
            throw new MalformedRecordException(JsonText.malformed(e).detail());
        } catch (NumberFormatException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()));
        }
        if (token == null || revision < 0 || !fits(typeName, token, number)) {
            throw new MalformedRecordException("the value is not that of an entry");
        }
        return revision;
    }

    private static boolean fits(String typeName, JsonToken token, String number) throws MalformedRecordException {
        ValueType type = ValueType.of(typeName)
                .orElseThrow(() -> new MalformedRecordException("unknown type " + Names.quoted(typeName)));
        return switch (type) {
            case BOOLEAN -> token.isBoolean();
            case STRING -> token == JsonToken.VALUE_STRING;
            case NUMBER -> token.isNumeric();
            case INTEGER -> token.isNumeric() && type.fits(JsonText.ofCompact(number));
            case JSON -> true;
        };
    }

    private static EntryValue entryValue(RecordMembers told) throws MalformedRecordException {
        String name = told.required("type", told.type);
        ValueType type = ValueType.of(name)
                .orElseThrow(() -> new MalformedRecordException("unknown type " + Names.quoted(name)));
        JsonText json = told.value;
        if (json == null || !type.fits(json)) {
            throw new MalformedRecordException("the value is not " + type.allowed());
        }
        return new EntryValue(type, json, told.number("revision", told.revision), told.secret);
    }

    private static Instant time(RecordHeaders.Lookup headers) throws MalformedRecordException {
        return Times.parse(required(headers, RecordHeaders.TIME));
    }

    private static String required(RecordHeaders.Lookup headers, String name) throws MalformedRecordException {
        byte[] value = headers.last(name);
        if (value == null) {
            throw new MalformedRecordException("the header " + name + " is missing");
        }
        return new String(value, StandardCharsets.UTF_8);
    }
}
