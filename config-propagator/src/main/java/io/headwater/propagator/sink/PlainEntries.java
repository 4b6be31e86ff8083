package io.headwater.propagator.sink;

import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.core.Scope;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the records of entries in the form that the relay gives them, several times faster than one that allows for
 * every form of JSON: a rebuild reads hundreds of thousands. What looks otherwise is left to {@link RecordCodec}.
 * Thread-safe.
 */
final class PlainEntries {
    private static final byte[] SERVICE = utf8("{\"service\":\"");
    private static final byte[] ENVIRONMENT = utf8("\",\"environment\":\"");
    private static final byte[] KEY = utf8("\",\"key\":\"");
    private static final byte[] END = utf8("\"}");
    private static final byte[] DELETED = {};
    private static final int SCOPES = 100_000;
    private static final int TIME_LENGTH = "2026-11-01T08:30:00.000Z".length();

    private final Map<String, Scope> scopes = new ConcurrentHashMap<>();

    /** The entry, or null if the record is not in the plain form. */
    SinkRecord.@Nullable Entry read(RawRecord raw) throws MalformedRecordException {
        byte[] key = raw.key();
        if (key == null || !at(key, 0, SERVICE)) {
            return null;
        }
        int serviceEnd = quote(key, SERVICE.length);
        if (!at(key, serviceEnd, ENVIRONMENT)) {
            return null;
        }
        int environmentEnd = quote(key, serviceEnd + ENVIRONMENT.length);
        if (!at(key, environmentEnd, KEY)) {
            return null;
        }
        int nameStart = environmentEnd + KEY.length;
        int nameEnd = quote(key, nameStart);
        if (nameEnd + END.length != key.length || !at(key, nameEnd, END)) {
            return null;
        }
        long millis = millis(raw.headers().last(RecordHeaders.TIME));
        if (millis < 0) {
            return null;
        }
        byte[] value = raw.value();
        long revision =
                value == null ? number(raw.headers().last(RecordHeaders.REVISION)) : RecordCodec.checkEntryValue(value);
        if (revision < 0) {
            return null;
        }
        try {
            String name = Names.key("key", text(key, nameStart, nameEnd));
            Scope scope = scope(text(key, SERVICE.length, environmentEnd), serviceEnd - SERVICE.length);
            return new SinkRecord.Entry(scope, name, revision, millis, value == null ? DELETED : value);
        } catch (HeadwaterException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()));
        }
    }

    /** @param both service and environment, with what stands between them in a key */
    private Scope scope(String both, int serviceLength) {
        Scope known = scopes.get(both);
        if (known != null) {
            return known;
        }
        Scope scope = Names.scope(
                "service",
                both.substring(0, serviceLength),
                "environment",
                both.substring(serviceLength + ENVIRONMENT.length));
        if (scopes.size() < SCOPES) {
            scopes.put(both, scope);
        }
        return scope;
    }

    /** Where the next quote is; the end of the array if an escape or a control character comes first. */
    private static int quote(byte[] in, int from) {
        for (int i = from; i < in.length; i++) {
            if (in[i] == '"') {
                return i;
            }
            if (in[i] == '\\' || (in[i] >= 0 && in[i] < ' ')) {
                return in.length;
            }
        }
        return in.length;
    }

    private static boolean at(byte[] in, int from, byte[] what) {
        return from + what.length <= in.length && Arrays.equals(in, from, from + what.length, what, 0, what.length);
    }

    private static String text(byte[] in, int from, int to) {
        return new String(in, from, to - from, StandardCharsets.UTF_8);
    }

    /** A number in decimal digits; -1 if it is none. */
    private static long number(byte @Nullable [] digits) {
        return digits == null || digits.length == 0 || digits.length > 18 ? -1 : number(digits, 0, digits.length);
    }

    private static long number(byte[] digits, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = digits[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** A time in the form that the relay writes, in milliseconds since 1970; -1 if it is in another. */
    private static long millis(byte @Nullable [] time) {
        if (time == null
                || time.length != TIME_LENGTH
                || time[4] != '-'
                || time[7] != '-'
                || time[10] != 'T'
                || time[13] != ':'
                || time[16] != ':'
                || time[19] != '.'
                || time[23] != 'Z') {
            return -1;
        }
        long year = number(time, 0, 4);
        long month = number(time, 5, 7);
        long day = number(time, 8, 10);
        long hour = number(time, 11, 13);
        long minute = number(time, 14, 16);
        long second = number(time, 17, 19);
        long milli = number(time, 20, 23);
        boolean clock = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
        if (!clock || year < 1970 || milli < 0) {
            return -1;
        }
        try {
            long days = LocalDate.of((int) year, (int) month, (int) day).toEpochDay();
            return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1_000 + milli;
        } catch (DateTimeException e) {
            return -1;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
