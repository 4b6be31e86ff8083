package io.headwater.e2e.faults;

import io.headwater.core.EntryId;
import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import io.headwater.schemas.Partitions;
import io.headwater.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Holds the topics against the log. Reads on from where it was, as long as a topic is the same one. */
final class TopicCheck implements AutoCloseable {
    private static final int PARTITIONS = 4;

    private final String bootstrapServers;
    private final Admin admin;
    private final Map<String, Followed> followed = new HashMap<>();

    private record Followed(Uuid id, TopicFollower topic) {}

    TopicCheck(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 500));
    }

    /** Whether every partition of every topic ends with the watermark of the head. */
    boolean reached(History history) {
        return names(history).stream().allMatch(name -> {
            Optional<TopicFollower> topic = topic(name);
            topic.ifPresent(TopicFollower::follow);
            return topic.isPresent()
                    && topic.get().settled()
                    && topic.get().partitions().stream().allMatch(each -> each.watermark() >= history.head());
        });
    }

    private static List<String> names(History history) {
        List<String> names = new ArrayList<>();
        names.add(Topics.ENTRIES);
        for (String environment : history.environments()) {
            if (history.live(environment, history.head())) {
                names.add(Topics.environment(environment));
            }
        }
        return names;
    }

    /** The newest watermark of {@code headwater.entries}; -1 where there is none. */
    long relayed() {
        List<String> _ = follow(Topics.ENTRIES);
        return topic(Topics.ENTRIES).stream()
                .flatMap(topic -> topic.partitions().stream())
                .mapToLong(TopicFollower.OnePartition::watermark)
                .max()
                .orElse(-1);
    }

    /** What is wrong with the order of a topic, until now. */
    List<String> follow(String name) {
        return topic(name).map(TopicFollower::follow).orElse(List.of());
    }

    /** What is wrong with what the topics hold, once they have {@link #reached} the head. */
    List<String> check(History history) {
        List<String> wrong = new ArrayList<>();
        for (String name : names(history)) {
            TopicFollower topic = topic(name).orElseThrow();
            wrong.addAll(topic.follow());
            for (int i = 0; i < PARTITIONS; i++) {
                check(name, i, topic.partitions().get(i), history, wrong);
            }
        }
        return wrong;
    }

    private static void check(
            String name, int partition, TopicFollower.OnePartition told, History history, List<String> wrong) {
        Map<EntryId, LayerEntry> expected = new HashMap<>();
        for (Scope scope : scopes(history)) {
            boolean here = scope.everyService() || Partitions.of(scope.service(), PARTITIONS) == partition;
            boolean seen = name.equals(Topics.ENTRIES)
                    || scope.everyEnvironment()
                    || name.equals(Topics.environment(scope.environment()));
            if (here && seen && live(scope, history)) {
                history.layer(scope, since(scope, history), history.head())
                        .forEach((key, entry) -> expected.put(new EntryId(scope, key), entry));
            }
        }
        expected.forEach((id, entry) -> {
            LayerEntry is = told.entries().get(id);
            boolean same = is == null ? !entry.live() : is.live() == entry.live() && is.revision() == entry.revision();
            if (!same) {
                wrong.add(name + "-" + partition + " has " + id + " as " + is + " and not " + entry);
            }
        });
        told.entries().forEach((id, entry) -> {
            boolean exists = live(id.scope(), history) && entry.revision() >= since(id.scope(), history);
            if (entry.live() && exists && !expected.containsKey(id)) {
                wrong.add(name + "-" + partition + " has " + id + ", which does not belong there");
            }
        });
    }

    private static List<Scope> scopes(History history) {
        List<String> services = new ArrayList<>(history.services());
        services.add(Scope.EVERY);
        List<String> environments = new ArrayList<>(history.environments());
        environments.add(Scope.EVERY);
        return services.stream()
                .flatMap(service -> environments.stream().map(environment -> new Scope(service, environment)))
                .toList();
    }

    private static boolean live(Scope scope, History history) {
        return scope.everyEnvironment() || history.live(scope.environment(), history.head());
    }

    private static long since(Scope scope, History history) {
        return history.environment(scope.environment(), history.head())
                .map(History.EnvironmentAt::since)
                .orElse(0L);
    }

    private Optional<TopicFollower> topic(String name) {
        Optional<Uuid> id = id(name);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Followed now = followed.get(name);
        if (now == null || !now.id().equals(id.get())) {
            if (now != null) {
                now.topic().close();
            }
            now = new Followed(id.get(), new TopicFollower(bootstrapServers, name, PARTITIONS));
            followed.put(name, now);
        }
        return Optional.of(now.topic());
    }

    private Optional<Uuid> id(String name) {
        try {
            return Optional.of(admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get()
                    .get(name)
                    .topicId());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads from the beginning the next time. */
    void forget() {
        followed.values().forEach(each -> each.topic().close());
        followed.clear();
    }

    @Override
    public void close() {
        forget();
        admin.close();
    }
}
