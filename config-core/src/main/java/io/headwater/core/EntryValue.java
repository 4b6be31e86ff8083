package io.headwater.core;

/**
 * What an entry contributes to an effective configuration: all that readers need of it, and nothing else.
 *
 * @param revision the commit that put it
 * @param secret whether the value is ciphertext
 */
public record EntryValue(ValueType type, JsonText value, long revision, boolean secret) {
    /** A value that is no secret. */
    public static EntryValue plain(ValueType type, JsonText value, long revision) {
        return new EntryValue(type, value, revision, false);
    }
}
