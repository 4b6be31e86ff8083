package io.headwater.reader.netty;

import io.headwater.runtime.http.HttpLimits;
import io.headwater.runtime.http.JettyDefaults;
import io.netty.channel.Channel;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;

/** Jetty's side of the public port: it accepts nothing by itself, but is given the bytes of requests that are not answered before. */
final class ChannelConnector extends AbstractConnector {
    private ChannelConnector(Server server, HttpConfiguration configuration) {
        super(server, null, null, null, 0, new HttpConnectionFactory(configuration));
    }

    static ChannelConnector create(Server server, HttpConfiguration configuration, HttpLimits limits) {
        JettyDefaults.apply(configuration, limits);
        ChannelConnector connector = new ChannelConnector(server, configuration);
        connector.setIdleTimeout(limits.idle().toMillis());
        return connector;
    }

    /** A connection of Jetty's that reads and writes through a channel. Starts no thread. */
    ChannelEndPoint connect(Channel channel, ChannelEndPoint.Client client) {
        ChannelEndPoint endPoint = new ChannelEndPoint(this, channel, client);
        endPoint.setIdleTimeout(getIdleTimeout());
        Connection connection = getDefaultConnectionFactory().newConnection(this, endPoint);
        endPoint.setConnection(connection);
        endPoint.onOpen();
        onEndPointOpened(endPoint);
        connection.onOpen();
        return endPoint;
    }

    void closed(ChannelEndPoint endPoint) {
        onEndPointClosed(endPoint);
    }

    @Override
    protected void accept(int acceptor) {
        throw new IllegalStateException("connections are accepted elsewhere");
    }

    @Override
    public Object getTransport() {
        return this;
    }
}
