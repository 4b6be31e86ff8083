package io.headwater.core;

/**
 * How large things may be. Each is a setting of the write service; these are the defaults.
 *
 * @param valueBytes one value, as UTF-8 of its compact JSON text
 * @param commitBytes one commit, as UTF-8 of its changes
 * @param changes changes in one commit
 * @param messageCharacters the message, in Unicode code points
 */
public record Limits(int valueBytes, int commitBytes, int changes, int messageCharacters) {
    /** 512 KiB, 4 MiB, 5,000 changes, 2,000 characters. */
    public static final Limits DEFAULT = new Limits(512 << 10, 4 << 20, 5_000, 2_000);
}
