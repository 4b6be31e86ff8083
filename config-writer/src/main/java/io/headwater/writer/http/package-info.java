/** The write API over HTTP. */
@NullMarked
package io.headwater.writer.http;

import org.jspecify.annotations.NullMarked;
