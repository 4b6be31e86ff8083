package io.headwater.schemas;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.core.JsonText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The members that keys and values of records may have, as far as they are there. Those that are not known are passed
 * over. For one thread; whoever read it owns it.
 */
final class RecordMembers {
    @Nullable String control;

    @Nullable String service;

    @Nullable String environment;

    @Nullable String key;

    @Nullable String type;

    @Nullable String time;

    @Nullable String hash;

    @Nullable String description;

    @Nullable JsonText value;

    @Nullable Long partition;

    @Nullable Long epoch;

    @Nullable Long revision;

    @Nullable Long since;

    @Nullable Long rank;

    boolean deleted;
    boolean guarded;
    boolean secret;

    private RecordMembers() {}

    /**
     * Reads a JSON object.
     *
     * @param what it is, for messages
     */
    static RecordMembers read(byte[] json, String what) throws IOException, MalformedRecordException {
        RecordMembers members = new RecordMembers();
        try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedRecordException("the " + what + " is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                members.take(name, parser);
            }
            if (parser.nextToken() != null) {
                throw new MalformedRecordException("something follows the " + what);
            }
        }
        return members;
    }

    private void take(String name, JsonParser from) throws IOException, MalformedRecordException {
        switch (name) {
            case "control" -> control = string(name, from);
            case "service" -> service = string(name, from);
            case "environment" -> environment = string(name, from);
            case "key" -> key = string(name, from);
            case "type" -> type = string(name, from);
            case "time" -> time = string(name, from);
            case "hash" -> hash = string(name, from);
            case "description" -> description = string(name, from);
            case "value" -> value = JsonText.read(from);
            case "partition" -> partition = whole(name, from);
            case "epoch" -> epoch = whole(name, from);
            case "revision" -> revision = whole(name, from);
            case "since" -> since = whole(name, from);
            case "rank" -> rank = whole(name, from);
            case "deleted" -> deleted = flag(name, from);
            case "protected" -> guarded = flag(name, from);
            case "secret" -> secret = flag(name, from);
            default -> from.skipChildren();
        }
    }

    static String string(String name, JsonParser from) throws IOException, MalformedRecordException {
        if (from.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedRecordException(name + " is not a string");
        }
        return from.getText();
    }

    static long whole(String name, JsonParser from) throws IOException, MalformedRecordException {
        if (from.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new MalformedRecordException(name + " is not a whole number");
        }
        return from.getLongValue();
    }

    static boolean flag(String name, JsonParser from) throws IOException, MalformedRecordException {
        if (!from.currentToken().isBoolean()) {
            throw new MalformedRecordException(name + " is not a boolean");
        }
        return from.getBooleanValue();
    }

    long number(String name, @Nullable Long value) throws MalformedRecordException {
        if (value == null) {
            throw new MalformedRecordException(name + " is missing");
        }
        return value;
    }

    String required(String name, @Nullable String value) throws MalformedRecordException {
        if (value == null) {
            throw new MalformedRecordException(name + " is missing");
        }
        return value;
    }

    String service() throws MalformedRecordException {
        return required("service", service);
    }

    String environment() throws MalformedRecordException {
        return required("environment", environment);
    }

    String key() throws MalformedRecordException {
        return required("key", key);
    }
}
