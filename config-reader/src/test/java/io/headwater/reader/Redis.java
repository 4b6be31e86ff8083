package io.headwater.reader;

import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import io.headwater.testkit.parts.SharedParts;

/** Real Redis servers: the one that all tests of this JVM share, and others for tests that kill theirs. */
public final class Redis {
    private Redis() {}

    /** The server that tests share, each with a prefix of its own. */
    public static RedisServer shared() {
        return SharedParts.redis();
    }

    /** A server of one's own. */
    public static RedisServer start(String name) {
        return RedisServer.start(
                SharedParts.children(), SharedParts.uniqueName(name), new RedisOptions(SharedParts.directory(name), 0));
    }

    /** A prefix that no other test uses. */
    public static String prefix() {
        return SharedParts.uniqueName("t");
    }
}
