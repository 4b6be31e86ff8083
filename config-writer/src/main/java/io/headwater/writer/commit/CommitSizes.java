package io.headwater.writer.commit;

import io.headwater.core.Change;
import io.headwater.core.ChangeJson;
import io.headwater.core.EntryValue;
import io.headwater.core.ErrorCode;
import io.headwater.core.FieldError;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.Limits;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.RecordCodec;
import java.time.Instant;
import java.util.List;

/**
 * What is accepted can be relayed: refuses whatever is larger than its limit, the encoded records included, because one
 * record that the broker refuses would stop the relay for good.
 */
public final class CommitSizes {
    /** Key, headers and the members around a value: 255 characters of 6 bytes each, twice, and some text. */
    private static final int RECORD_OVERHEAD = 8 << 10;

    private final Limits limits;
    private final long recordBytes;

    /** @param recordBytes what the topic, the producer and the broker take */
    public CommitSizes(Limits limits, long recordBytes) {
        this.limits = limits;
        this.recordBytes = recordBytes;
    }

    /** The limits that people set. */
    public Limits limits() {
        return limits;
    }

    /**
     * Checks one commit.
     *
     * @throws HeadwaterException {@link ErrorCode#TOO_LARGE}
     */
    void check(String message, List<Change> changes) {
        checkMessage(message);
        if (changes.size() > limits.changes()) {
            throw tooLarge("changes", "the commit has " + changes.size() + " changes; allowed: " + limits.changes());
        }
        long total = 0;
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i) instanceof Change.Put put) {
                long bytes = utf8Length(put.value().text());
                if (bytes > limits.valueBytes()) {
                    throw tooLarge(
                            "changes[" + i + "].value",
                            "the value of " + put.id() + " has " + bytes + " bytes as JSON; allowed: "
                                    + limits.valueBytes());
                }
                checkRecord(i, put, bytes);
            }
            total += encodedLength(changes.get(i));
        }
        if (total > limits.commitBytes()) {
            throw tooLarge("changes", "the changes have " + total + " bytes as JSON; allowed: " + limits.commitBytes());
        }
    }

    /** Checks a message alone, before there is a commit. */
    public void checkMessage(String message) {
        int length = message.codePointCount(0, message.length());
        if (length > limits.messageCharacters()) {
            throw tooLarge(
                    "message", "the message has " + length + " characters; allowed: " + limits.messageCharacters());
        }
    }

    private void checkRecord(int index, Change.Put put, long valueBytes) {
        if (valueBytes + RECORD_OVERHEAD < recordBytes) {
            return;
        }
        LayerEntry entry = LayerEntry.put(EntryValue.plain(put.type(), put.value(), Long.MAX_VALUE), Instant.EPOCH);
        int size = RecordCodec.encode(new LogRecord.Entry(put.id(), entry), Instant.EPOCH, null)
                .size();
        if (size > recordBytes) {
            throw tooLarge(
                    "changes[" + index + "].value",
                    "the record of " + put.id() + " has " + size + " bytes; the topic takes " + recordBytes);
        }
    }

    private static long encodedLength(Change change) {
        return utf8Length(JsonText.write(json -> ChangeJson.write(json, change)).text());
    }

    private static HeadwaterException tooLarge(String field, String detail) {
        return new HeadwaterException(
                ErrorCode.TOO_LARGE, detail, List.of(FieldError.of(field, ErrorCode.TOO_LARGE, detail)));
    }

    /** How many bytes a text has in UTF-8. */
    static long utf8Length(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (Character.isHighSurrogate(c)) {
                length += 4;
                i++;
            } else {
                length += 3;
            }
        }
        return length;
    }
}
