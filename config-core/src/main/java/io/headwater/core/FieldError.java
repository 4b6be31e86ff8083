package io.headwater.core;

/**
 * One finding about one part of a request.
 *
 * @param field where: a member ({@code changes[3].value}), parameter, header, or {@code expected} / {@code actual} of a conflict
 * @param code what: an {@link ErrorCode} name or a word that says what the detail is
 * @param detail what was wrong, with the value (never a secret's) and what is allowed
 */
public record FieldError(String field, String code, String detail) {
    /** A finding with one of Headwater's own codes. */
    public static FieldError of(String field, ErrorCode code, String detail) {
        return new FieldError(field, code.name(), detail);
    }
}
