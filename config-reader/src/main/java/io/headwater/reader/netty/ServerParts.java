package io.headwater.reader.netty;

import io.headwater.reader.stream.Feed;
import io.headwater.reader.stream.StreamRules;
import io.headwater.runtime.http.HttpLimits;
import io.netty.channel.Channel;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What all event loops of the server share.
 *
 * @param name of the server, in metrics
 * @param longestWait no request may wait longer
 * @param rules of streams
 * @param hot whether anything is answered here; if not, Jetty has it all
 */
record ServerParts(
        String name,
        HttpLimits limits,
        Preparer preparer,
        Feed feed,
        Duration longestWait,
        StreamRules rules,
        InstantSource clock,
        boolean hot,
        Jetty jetty) {

    /** Where requests go that are not answered here. */
    @FunctionalInterface
    interface Jetty {
        ChannelEndPoint connect(Channel channel, ChannelEndPoint.Client client);
    }
}
