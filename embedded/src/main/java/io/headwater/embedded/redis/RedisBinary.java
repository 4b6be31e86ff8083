package io.headwater.embedded.redis;

import io.headwater.embedded.process.ProgramCache;
import io.headwater.embedded.process.Programs;
import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import redis.embedded.core.ExecutableProvider;

/** Finds a Redis server. */
public final class RedisBinary {

    private RedisBinary() {}

    /**
     * The program that {@code HEADWATER_REDIS_SERVER} names, else {@code redis-server} on the {@code PATH}, else the one
     * that Maven's {@code embedded-redis} brings, unpacked into the cache.
     */
    public static Path find() {
        return Programs.named("HEADWATER_REDIS_SERVER")
                .or(() -> Programs.onPath("redis-server"))
                .orElseGet(() -> bundled(ProgramCache.ofUser()));
    }

    static Path bundled(ProgramCache cache) {
        String platform = (System.getProperty("os.name") + "-" + System.getProperty("os.arch"))
                .toLowerCase(Locale.ROOT)
                .replace(' ', '-');
        return cache.program("redis-server-" + version() + "-" + platform, workshop -> {
            File unpacked =
                    ExecutableProvider.newJarResourceProvider(workshop.toFile()).get();
            return unpacked.toPath();
        });
    }

    // A newer library may bring a newer server, which must not hide behind the old one's name.
    private static String version() {
        String version = ExecutableProvider.class.getPackage().getImplementationVersion();
        if (version != null) {
            return version;
        }
        Path jar = Path.of(ExecutableProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return String.valueOf(jar.getFileName());
    }
}
