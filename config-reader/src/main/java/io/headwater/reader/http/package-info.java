/** The read API on Javalin: what requests say and answers carry. */
@NullMarked
package io.headwater.reader.http;

import org.jspecify.annotations.NullMarked;
