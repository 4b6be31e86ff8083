package io.headwater.runtime.http;

import java.util.Set;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** How Headwater configures Jetty, for those who build a server of their own. */
public final class JettyDefaults {

    // A key is one segment, whatever it contains: slash, percent and backslash come encoded. Dot segments, empty
    // segments and malformed UTF-8 stay forbidden.
    private static final UriCompliance PATHS = new UriCompliance(
            "HEADWATER",
            Set.of(
                    Violation.AMBIGUOUS_PATH_SEPARATOR,
                    Violation.AMBIGUOUS_PATH_ENCODING,
                    Violation.SUSPICIOUS_PATH_CHARACTERS));

    // Long enough for an answer that is being written; connections that only wait are closed after it.
    private static final long SHUTDOWN_IDLE_MILLIS = 200;

    private JettyDefaults() {}

    /** A connector with the limits applied. */
    public static ServerConnector connector(
            Server server, String host, int port, HttpConfiguration configuration, HttpLimits limits) {
        apply(configuration, limits);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        return connector;
    }

    /** Applies limits, the path rules and what is not said about the server. */
    public static void apply(HttpConfiguration configuration, HttpLimits limits) {
        configuration.setUriCompliance(PATHS);
        configuration.setRequestHeaderSize(limits.headerBytes());
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setIdleTimeout(limits.idle().toMillis());
    }
}
