package io.headwater.e2e.faults;

import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds Redis against the log. */
final class RedisCheck {
    private final int port;

    RedisCheck(int port) {
        this.port = port;
    }

    /** Whether the catalog and every live environment are at the head. */
    boolean reached(History history) {
        try (RedisView redis = new RedisView(port)) {
            if (redis.catalogRevision() < history.head()) {
                return false;
            }
            for (String environment : live(history)) {
                if (redis.revision(environment) < history.head()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> live(History history) {
        return history.environments().stream()
                .filter(environment -> history.live(environment, history.head()))
                .toList();
    }

    /** What is wrong with what Redis holds, once it has {@link #reached} the head. */
    List<String> check(History history) {
        List<String> wrong = new ArrayList<>();
        try (RedisView redis = new RedisView(port)) {
            for (String environment : live(history)) {
                if (redis.revision(environment) != history.head()) {
                    wrong.add("Redis has " + environment + " at " + redis.revision(environment) + "; the log ends at "
                            + history.head());
                }
                long since = history.environment(environment, history.head())
                        .orElseThrow()
                        .since();
                List<String> services = new ArrayList<>(history.services());
                services.add(Scope.EVERY);
                for (String service : services) {
                    check(redis, environment, new Scope(service, environment), since, history, wrong);
                    check(redis, environment, new Scope(service, Scope.EVERY), 0, history, wrong);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wrong;
    }

    private static void check(
            RedisView redis, String environment, Scope scope, long since, History history, List<String> wrong)
            throws IOException {
        Map<String, LayerEntry> expected = history.layer(scope, since, history.head());
        Map<String, LayerEntry> stored = redis.layer(environment, scope);
        Set<String> keys = new HashSet<>(expected.keySet());
        keys.addAll(stored.keySet());
        for (String key : keys) {
            LayerEntry should = expected.get(key);
            LayerEntry is = stored.get(key);
            // A deletion may be forgotten after a while; a value may not.
            boolean same = should == null
                    ? is == null || !is.live()
                    : is == null ? !should.live() : is.live() == should.live() && is.revision() == should.revision();
            if (!same) {
                wrong.add("Redis has in " + environment + " " + scope + "/" + key + " as " + is + " and not " + should);
            }
        }
    }
}
