package io.headwater.reader.netty;

import io.headwater.reader.stream.Feed;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;

/** The audiences of one event loop, each there as long as it has members. */
final class Audiences {
    private final EventLoop loop;
    private final Feed feed;
    private final Map<Target, Audience> audiences = new HashMap<>();

    Audiences(EventLoop loop, Feed feed) {
        this.loop = loop;
        this.feed = feed;
    }

    /** From now on, the member is told of every change. Whoever looks at what there is after this call misses none. */
    Audience join(String service, String environment, Member member, boolean stream) {
        Target target = new Target(service, environment, null);
        Audience audience = audiences.get(target);
        if (audience == null || audience.hasEnded()) {
            audience = new Audience(loop);
            audiences.put(target, audience);
            audience.join(member, stream);
            audience.open(feed, service, environment);
        } else {
            audience.join(member, stream);
        }
        return audience;
    }

    void leave(String service, String environment, Audience audience, Member member) {
        audience.leave(member);
        if (audience.empty()) {
            audience.close();
            audiences.remove(new Target(service, environment, null), audience);
        }
    }
}
