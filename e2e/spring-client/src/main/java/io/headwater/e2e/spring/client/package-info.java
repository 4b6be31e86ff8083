/** A Spring Boot application that is configured by Headwater. */
@NullMarked
package io.headwater.e2e.spring.client;

import org.jspecify.annotations.NullMarked;
