package io.headwater.reader.spring;

import io.headwater.core.JsonText;

/**
 * A value under a name of Spring's.
 *
 * @param value a string, a number or a boolean
 * @param revision the commit that put the entry that it comes from
 */
record Property(JsonText value, long revision) {}
