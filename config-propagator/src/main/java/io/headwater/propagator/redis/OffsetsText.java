package io.headwater.propagator.redis;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.core.JsonText;
import io.headwater.propagator.sink.LogPosition;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Positions as Redis keeps them: {@code {"0":[17,3],…}}, by partition the offset and the leader epoch. */
final class OffsetsText {
    private OffsetsText() {}

    static String encode(Map<Integer, LogPosition> positions) {
        return JsonText.write(json -> {
                    json.writeStartObject();
                    for (var entry : new TreeMap<>(positions).entrySet()) {
                        json.writeArrayFieldStart(Integer.toString(entry.getKey()));
                        json.writeNumber(entry.getValue().offset());
                        json.writeNumber(entry.getValue().leaderEpoch());
                        json.writeEndArray();
                    }
                    json.writeEndObject();
                })
                .text();
    }

    /** @throws IOException if the text is none */
    static Map<Integer, LogPosition> decode(String text) throws IOException {
        Map<Integer, LogPosition> positions = new HashMap<>();
        try (JsonParser parser = JsonText.FACTORY.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                int partition = Integer.parseInt(parser.currentName());
                parser.nextToken();
                long offset = parser.nextLongValue(-1);
                int leaderEpoch = parser.nextIntValue(-1);
                if (offset < 0 || parser.nextToken() != JsonToken.END_ARRAY) {
                    throw new IOException("not a list of offset and leader epoch");
                }
                positions.put(partition, new LogPosition(offset, leaderEpoch));
            }
        } catch (NumberFormatException e) {
            throw new IOException(e);
        }
        return positions;
    }
}
