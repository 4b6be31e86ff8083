package io.headwater.schemas.redis;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.core.JsonText;
import io.headwater.schemas.MalformedRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An environment that exists, as the catalog lists it.
 *
 * @param name its name
 * @param rank its place in the order of promotion
 * @param guarded whether it is protected
 * @param since the commit that created it
 */
public record CatalogEntry(String name, int rank, boolean guarded, long since) {
    private static final Comparator<CatalogEntry> ORDER =
            Comparator.comparingInt(CatalogEntry::rank).thenComparing(CatalogEntry::name);

    /** The list as JSON, by rank, then name. */
    public static JsonText encode(List<CatalogEntry> environments) {
        return JsonText.write(json -> {
            json.writeStartArray();
            for (CatalogEntry environment : environments.stream().sorted(ORDER).toList()) {
                json.writeStartObject();
                json.writeStringField("name", environment.name());
                json.writeNumberField("rank", environment.rank());
                json.writeBooleanField("protected", environment.guarded());
                json.writeNumberField("since", environment.since());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /**
     * Reads a list. Members that are not known are passed over.
     *
     * @throws MalformedRecordException if it is none
     */
    public static List<CatalogEntry> decode(String text) throws MalformedRecordException {
        List<CatalogEntry> environments = new ArrayList<>();
        try (JsonParser parser = JsonText.FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new MalformedRecordException("the list of environments is not a JSON array");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                environments.add(entry(parser));
            }
            return environments;
        } catch (IOException e) {
            throw new MalformedRecordException(JsonText.malformed(e).detail());
        }
    }

    private static CatalogEntry entry(JsonParser parser) throws IOException, MalformedRecordException {
        String name = "";
        int rank = 0;
        boolean guarded = false;
        long since = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "name" -> name = parser.getText();
                case "rank" -> rank = parser.getIntValue();
                case "protected" -> guarded = parser.getBooleanValue();
                case "since" -> since = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
        if (name.isEmpty()) {
            throw new MalformedRecordException("an environment of the list has no name");
        }
        return new CatalogEntry(name, rank, guarded, since);
    }
}
