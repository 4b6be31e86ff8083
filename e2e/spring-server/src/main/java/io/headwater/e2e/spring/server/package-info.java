/** What Headwater is compared with. */
@NullMarked
package io.headwater.e2e.spring.server;

import org.jspecify.annotations.NullMarked;
