package io.headwater.writer.log;

/**
 * What a repeated request is recognized by, and how the first was answered.
 *
 * @param actor whose key it is
 * @param key the header {@code Idempotency-Key}
 * @param request SHA-256 of everything that the request says, in hexadecimal digits
 * @param created whether the first answer was 201
 */
public record Idempotency(String actor, String key, String request, boolean created) {}
