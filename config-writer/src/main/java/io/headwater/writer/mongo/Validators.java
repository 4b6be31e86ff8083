package io.headwater.writer.mongo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** What MongoDB itself checks of every document: the last line against a program that is not ours. */
final class Validators {
    private static final String HASH = "^[0-9a-f]{64}$";

    static final Map<String, Document> ALL = all();

    private Validators() {}

    private static Map<String, Document> all() {
        Map<String, Document> all = new LinkedHashMap<>();
        all.put(MongoCollections.COMMITS, schema(commit()));
        all.put(MongoCollections.ANSWERS, schema(answer()));
        all.put(MongoCollections.ENTRIES, schema(entry()));
        all.put(MongoCollections.CHECKPOINTS, schema(checkpoint()));
        all.put(MongoCollections.LEASES, schema(lease()));
        return all;
    }

    private static Document commit() {
        Document properties = new Document("_id", new Document("bsonType", "long").append("minimum", 1))
                .append("commit", of("string"))
                .append("time", of("date"))
                .append("author", of("string"))
                .append("message", of("string"))
                .append("changes", of("array").append("minItems", 1).append("items", change()))
                .append("previousHash", of("string").append("pattern", HASH))
                .append("hash", of("string").append("pattern", HASH))
                .append("traceparent", of("string"))
                .append("idempotency", idempotency());
        return closed(
                properties, List.of("_id", "commit", "time", "author", "message", "changes", "previousHash", "hash"));
    }

    private static Document change() {
        Document properties = new Document("op", new Document("enum", List.of("put", "delete")))
                .append("kind", new Document("enum", List.of("environment")))
                .append("service", of("string"))
                .append("environment", of("string"))
                .append("key", of("string"))
                .append("type", new Document("enum", List.of("boolean", "integer", "number", "string", "json")))
                .append("value", of("string"))
                .append("description", new Document("bsonType", List.of("string", "null")))
                .append("tags", new Document("bsonType", List.of("array", "null")).append("items", of("string")))
                .append("owner", new Document("bsonType", List.of("string", "null")))
                .append("rank", of("int"))
                .append("protected", of("bool"));
        return closed(properties, List.of("op", "environment"));
    }

    private static Document idempotency() {
        return closed(
                new Document("actor", of("string"))
                        .append("key", of("string"))
                        .append("request", of("string").append("pattern", HASH))
                        .append("created", of("bool")),
                List.of("actor", "key", "request", "created"));
    }

    private static Document answer() {
        return closed(
                new Document("_id", of("object"))
                        .append("idempotency", idempotency())
                        .append("revision", of("long"))
                        .append("time", of("date")),
                List.of("_id", "idempotency", "revision", "time"));
    }

    private static Document entry() {
        return closed(
                new Document("_id", of("object"))
                        .append("generation", of("string"))
                        .append("service", of("string"))
                        .append("environment", of("string"))
                        .append("key", of("string"))
                        .append("revision", of("long"))
                        .append("time", of("date"))
                        .append("deleted", of("bool"))
                        .append("type", of("string"))
                        .append("value", of("string"))
                        .append("created", of("long"))
                        .append("description", of("string"))
                        .append("tags", of("array"))
                        .append("owner", of("string")),
                List.of("_id", "generation", "service", "environment", "key", "revision", "time"));
    }

    private static Document checkpoint() {
        return closed(
                new Document("_id", of("string"))
                        .append("stage", new Document("enum", List.of("current", "writing", "switching", "removing")))
                        .append("generation", of("string"))
                        .append("replaces", of("string"))
                        .append("began", of("date"))
                        .append("epoch", of("long"))
                        .append("revision", of("long"))
                        .append("hash", of("string").append("pattern", HASH))
                        .append("time", of("date"))
                        .append("entries", of("long"))
                        .append("environments", of("array")),
                List.of("_id", "stage", "generation"));
    }

    private static Document lease() {
        return closed(
                new Document("_id", of("string"))
                        .append("owner", of("string"))
                        .append("beat", of("long"))
                        .append("renewed", of("date")),
                List.of("_id", "owner", "beat", "renewed"));
    }

    private static Document of(String bsonType) {
        return new Document("bsonType", bsonType);
    }

    private static Document closed(Document properties, List<String> required) {
        return of("object")
                .append("required", required)
                .append("properties", properties)
                .append("additionalProperties", false);
    }

    private static Document schema(Document object) {
        return new Document("$jsonSchema", object);
    }
}
