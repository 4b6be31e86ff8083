/**
 * The model: scopes, keys, entries, commits, layers and how they resolve to what a service sees. No I/O, no framework;
 * the read tier, the write service and the Java client all use this one implementation.
 */
@NullMarked
package io.headwater.core;

import org.jspecify.annotations.NullMarked;
