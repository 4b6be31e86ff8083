package io.headwater.reader.redis;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.core.JsonText;
import io.headwater.reader.report.Reports;
import io.headwater.schemas.redis.RedisKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** Reports in one hash of Redis, with a channel that is rung when it changed. */
public final class RedisReports implements Reports {
    private final RedisConnection connection;
    private final RedisKeys keys;

    public RedisReports(RedisConnection connection) {
        this.connection = connection;
        this.keys = new RedisKeys(connection.options().prefix());
    }

    @Override
    public void publish(String replica, Instant now, SortedMap<String, Long> revisions) {
        JsonText report = JsonText.write(json -> {
            json.writeStartObject();
            json.writeNumberField("time", now.toEpochMilli());
            json.writeObjectFieldStart("revisions");
            for (Map.Entry<String, Long> environment : revisions.entrySet()) {
                json.writeNumberField(environment.getKey(), environment.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
        connection.call(client -> {
            readers(client).fastPut(replica, report.text());
            return client.getTopic(keys.reports(), StringCodec.INSTANCE).publish(replica);
        });
    }

    @Override
    public void withdraw(String replica) {
        connection.call(client -> {
            readers(client).fastRemove(replica);
            return client.getTopic(keys.reports(), StringCodec.INSTANCE).publish(replica);
        });
    }

    @Override
    public void sweep(Instant before) {
        connection.call(client -> {
            RMap<String, String> readers = readers(client);
            String[] old = readers.readAllMap().entrySet().stream()
                    .filter(report -> time(report.getValue()) < before.toEpochMilli())
                    .map(Map.Entry::getKey)
                    .toArray(String[]::new);
            return old.length == 0 ? 0L : readers.fastRemove(old);
        });
    }

    private RMap<String, String> readers(RedissonClient client) {
        return client.getMap(keys.readers(), StringCodec.INSTANCE);
    }

    /** What is no report is as old as can be. */
    private static long time(String report) {
        try (JsonParser parser = JsonText.FACTORY.createParser(report)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("time")) {
                    return parser.nextLongValue(0);
                }
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
