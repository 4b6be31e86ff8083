package io.headwater.runtime.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a compacted topic has to be like.
 *
 * @param name its name
 * @param partitions exactly this many: the partition of a service follows from the number
 * @param replicas at least this many copies of each partition
 * @param minInSyncReplicas at least this many of them hold a record before it counts as written
 * @param maxMessageBytes at least this large a batch of records has to fit
 * @param initial further settings for its creation; an operator may change them later
 */
public record TopicSpec(
        String name,
        int partitions,
        int replicas,
        int minInSyncReplicas,
        int maxMessageBytes,
        Map<String, String> initial) {

    public TopicSpec {
        initial = Map.copyOf(initial);
        if (partitions < 1 || replicas < 1 || minInSyncReplicas < 1 || minInSyncReplicas > replicas) {
            throw new IllegalArgumentException("not a topic: " + partitions + " partitions, " + replicas + " replicas, "
                    + minInSyncReplicas + " in sync");
        }
    }

    /** The same topic, with one more setting for its creation. */
    public TopicSpec with(String setting, String value) {
        Map<String, String> more = new HashMap<>(initial);
        more.put(setting, value);
        return new TopicSpec(name, partitions, replicas, minInSyncReplicas, maxMessageBytes, more);
    }

    /** The same topic, with one more setting in milliseconds for its creation. */
    public TopicSpec with(String setting, Duration value) {
        return with(setting, Long.toString(value.toMillis()));
    }

    /** The same settings under another name. */
    public TopicSpec named(String other) {
        return new TopicSpec(other, partitions, replicas, minInSyncReplicas, maxMessageBytes, initial);
    }

    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(initial);
        settings.put("cleanup.policy", "compact");
        settings.put("min.insync.replicas", Integer.toString(minInSyncReplicas));
        settings.put("max.message.bytes", Integer.toString(maxMessageBytes));
        // A replica that misses acknowledged records must never lead: it would take them from everybody.
        settings.put("unclean.leader.election.enable", "false");
        return settings;
    }
}
