/** The commit log, checkpoints and leases in MongoDB. */
@NullMarked
package io.headwater.writer.mongo;

import org.jspecify.annotations.NullMarked;
