/** What services see, resolved once and encoded once for all who ask: bodies, entity tags, events. Knows no HTTP server. */
@NullMarked
package io.headwater.reader.content;

import org.jspecify.annotations.NullMarked;
