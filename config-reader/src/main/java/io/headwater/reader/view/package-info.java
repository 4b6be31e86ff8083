/** What a replica holds of each environment, always as of one revision, and how it follows Redis. Knows no HTTP. */
@NullMarked
package io.headwater.reader.view;

import org.jspecify.annotations.NullMarked;
