package io.headwater.reader.http;

import io.headwater.reader.netty.StreamHandover;
import io.headwater.reader.netty.StreamRequest;
import io.headwater.reader.serve.Deadline;
import io.headwater.reader.serve.Reads;
import io.headwater.reader.serve.Seen;
import io.headwater.reader.stream.Asked;
import io.headwater.reader.view.EnvironmentViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * Where streams begin that need a layer or an environment to be waited for, and where they are refused. Those that may begin are
 * handed over to the event loop, and need no thread from then on.
 */
public final class StreamRoutes {
    private final Reads reads;
    private final Duration longest;

    /** @param longest no request may wait longer for an environment */
    public StreamRoutes(Reads reads, Duration longest) {
        this.reads = reads;
        this.longest = longest;
    }

    /** Registers the route. */
    public void install(RoutesConfig routes) {
        routes.get("/v1/stream/{service}/{environment}", this::stream);
    }

    private void stream(Context context) throws InterruptedException {
        Request request = new Request(context, longest);
        String service = request.service();
        String environment = request.environment();
        Asked asked = new Asked(request.minRevision(), request.lastEventId(), request.epoch());
        EnvironmentViews views = reads.environment(environment, asked.needed(), Deadline.in(request.timeout()));
        // Everything that can be refused is refused here, while there can still be a status.
        Seen first = reads.read(service, environment, 0, Deadline.in(Duration.ZERO));
        ServletContextRequest received = ServletContextRequest.getServletContextRequest(context.req());
        if (received.getMethod().equals("HEAD")) {
            context.contentType("text/event-stream;charset=utf-8").header("Cache-Control", "no-store");
            return;
        }
        boolean chunked = context.req().getProtocol().equals("HTTP/1.1");
        StreamHandover.begin(context.req(), new StreamRequest(service, views, asked, first.position(), chunked));
    }
}
