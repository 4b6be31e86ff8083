package io.headwater.runtime.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.core.ErrorCode;
import io.headwater.core.FieldError;
import io.headwater.core.HeadwaterException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * A problem document, RFC 9457.
 *
 * @param status HTTP status; a code may come with another one than its usual
 * @param code what went wrong
 * @param detail what was wrong, with the value and what is allowed
 * @param errors single faults, by field; may be empty
 */
public record Problem(int status, ErrorCode code, String detail, List<FieldError> errors) {

    /** Its media type. */
    public static final String CONTENT_TYPE = "application/problem+json";

    /** Start of {@code type}: a URN, since no document has to be fetched to handle an error. */
    public static final String TYPE_PREFIX = "urn:headwater:error:";

    private static final JsonFactory JSON = new JsonFactory();

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(ErrorCode code, String detail) {
        return new Problem(code.status(), code, detail, List.of());
    }

    public static Problem of(HeadwaterException refusal) {
        return new Problem(refusal.status(), refusal.code(), refusal.detail(), refusal.errors());
    }

    /** The code for a failure that only has an HTTP status, as those from inside of the server do. */
    public static Problem ofStatus(int status, String detail) {
        ErrorCode code = switch (status) {
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 406 -> ErrorCode.NOT_ACCEPTABLE;
            case 408 -> ErrorCode.REQUEST_TIMEOUT;
            case 413 -> ErrorCode.TOO_LARGE;
            case 414 -> ErrorCode.URI_TOO_LONG;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case 431 -> ErrorCode.HEADERS_TOO_LARGE;
            case 503 -> ErrorCode.UNAVAILABLE;
            default -> status < 500 ? ErrorCode.MALFORMED_REQUEST : ErrorCode.INTERNAL;
        };
        return new Problem(status, code, detail, List.of());
    }

    /** The document, encoded in UTF-8. */
    public byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField(
                    "type", TYPE_PREFIX + code.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.writeStringField("title", code.title());
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            json.writeStringField("code", code.name());
            if (!errors.isEmpty()) {
                json.writeArrayFieldStart("errors");
                for (FieldError error : errors) {
                    json.writeStartObject();
                    json.writeStringField("field", error.field());
                    json.writeStringField("code", error.code());
                    json.writeStringField("detail", error.detail());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
