/** What an operator may set: declared once, read at the edge, checked as a whole. */
@NullMarked
package io.headwater.runtime.settings;

import org.jspecify.annotations.NullMarked;
