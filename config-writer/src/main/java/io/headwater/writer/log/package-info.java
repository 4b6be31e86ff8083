/** The commit log as this service needs it, free of any database: the port and what goes through it. */
@NullMarked
package io.headwater.writer.log;

import org.jspecify.annotations.NullMarked;
