package io.headwater.reader.netty;

import io.headwater.reader.stream.Asked;
import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Position;

/**
 * A stream that may begin: everything that could be refused has been looked at.
 *
 * @param position where the replica stands, for the headers
 * @param chunked whether the body is; HTTP/1.0 knows no chunks
 */
public record StreamRequest(String service, EnvironmentViews views, Asked asked, Position position, boolean chunked) {}
