package io.headwater.runtime.kafka;

import io.headwater.runtime.lifecycle.StartRefusedException;
import java.util.List;

/** A topic is there and cannot be used as it is. The message says what would happen, and what to do. */
public final class TopicRefusedException extends StartRefusedException {

    private static final long serialVersionUID = 1;

    private final String topic;

    TopicRefusedException(String topic, List<String> faults) {
        super("the topic " + topic + " cannot be used: " + String.join("; ", faults));
        this.topic = topic;
    }

    public String topic() {
        return topic;
    }
}
