/** What a Spring Cloud Config Server answers, made from the layers of a service. Knows no HTTP. */
@NullMarked
package io.headwater.reader.spring;

import org.jspecify.annotations.NullMarked;
