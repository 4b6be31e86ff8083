package io.headwater.runtime.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * What a topic is like.
 *
 * @param id changes when the topic is deleted and made again
 * @param partitions number of partitions
 * @param replicas copies of the partition that has the fewest
 * @param settings every setting in force, by Kafka's names
 */
public record TopicState(String name, Uuid id, int partitions, int replicas, Map<String, String> settings) {

    public TopicState {
        settings = Map.copyOf(settings);
    }

    /** A setting in milliseconds, such as {@code delete.retention.ms}. */
    public Duration duration(String setting) {
        return Duration.ofMillis(number(setting));
    }

    /** Everything in which the topic is not as it has to be; empty if it can be used. */
    List<String> faults(TopicSpec spec) {
        List<String> faults = new ArrayList<>();
        if (partitions != spec.partitions()) {
            faults.add("it has " + partitions + " partitions and needs " + spec.partitions()
                    + ", or services would be looked for in partitions where they are not; make it again with "
                    + spec.partitions() + ", or change the setting");
        }
        String policy = settings.getOrDefault("cleanup.policy", "");
        if (!policy.equals("compact")) {
            faults.add("its cleanup.policy is \"" + policy
                    + "\" and has to be \"compact\", or entries that nobody changed for a while would be deleted");
        }
        if (replicas < spec.replicas()) {
            faults.add("it has " + replicas + " replicas and needs " + spec.replicas()
                    + ", or the loss of brokers loses commits; add replicas, or change the setting");
        }
        if (number("min.insync.replicas") < spec.minInSyncReplicas()) {
            faults.add("its min.insync.replicas is " + number("min.insync.replicas") + " and has to be at least "
                    + spec.minInSyncReplicas() + ", or a record counts as written that a broker's loss takes away");
        }
        if (number("min.insync.replicas") > replicas) {
            faults.add("its min.insync.replicas is " + number("min.insync.replicas") + " and it has only " + replicas
                    + " replicas, so nothing could ever be written");
        }
        if (number("max.message.bytes") < spec.maxMessageBytes()) {
            faults.add("its max.message.bytes is " + number("max.message.bytes") + " and has to be at least "
                    + spec.maxMessageBytes() + ", or one large entry would stop everything behind it");
        }
        return faults;
    }

    private long number(String setting) {
        String text = settings.get(setting);
        if (text == null) {
            throw new IllegalArgumentException("the topic " + name + " has no setting " + setting);
        }
        return Long.parseLong(text);
    }
}
