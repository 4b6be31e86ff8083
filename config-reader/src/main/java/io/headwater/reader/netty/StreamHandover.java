package io.headwater.reader.netty;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** Takes a request from its handler to the event loop, where it becomes a stream and needs no thread. */
public final class StreamHandover {
    private StreamHandover() {}

    /**
     * Lets a stream answer a request. The handler has written nothing, and writes nothing afterwards.
     *
     * @param servletRequest that Javalin handles now
     */
    public static void begin(HttpServletRequest servletRequest, StreamRequest request) {
        EndPoint endPoint = ServletContextRequest.getServletContextRequest(servletRequest)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        if (!(endPoint instanceof ChannelEndPoint ours)) {
            throw new IllegalStateException("streams need the reader's own port");
        }
        ours.handOver(request);
    }
}
