/** A MongoDB replica set of real {@code mongod} processes, and a MongoDB inside the process that loses nothing. */
@NullMarked
package io.headwater.embedded.mongo;

import org.jspecify.annotations.NullMarked;
