package io.headwater.core;

import java.time.Instant;

/**
 * What a service sees under one key.
 *
 * @param value the winning value, with the revision of the entry that gave it
 * @param scope the scope that gave it
 * @param changedAt the commit that last changed what the service sees here: that of the entry, or of the deletion that uncovered it
 * @param time when that commit was made
 */
public record Effective(EntryValue value, Scope scope, long changedAt, Instant time) {}
