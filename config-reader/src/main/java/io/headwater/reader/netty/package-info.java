/**
 * The public port on Netty. What is in memory and encoded is answered by the event loop that read the request; event streams
 * and long-polls live there too. Everything else, and every edge of HTTP, goes byte by byte to Jetty inside of this process,
 * and Javalin answers it on a virtual thread.
 */
@NullMarked
package io.headwater.reader.netty;

import org.jspecify.annotations.NullMarked;
