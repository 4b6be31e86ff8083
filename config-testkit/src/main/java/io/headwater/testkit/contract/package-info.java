/** Holds real answers against the documents that describe them. */
@NullMarked
package io.headwater.testkit.contract;

import org.jspecify.annotations.NullMarked;
