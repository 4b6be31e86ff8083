/** Files of configuration as changes: YAML, properties, JSON. */
@NullMarked
package io.headwater.writer.imports;

import org.jspecify.annotations.NullMarked;
