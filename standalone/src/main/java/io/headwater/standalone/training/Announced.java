package io.headwater.standalone.training;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.core.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the line of {@code dev --print-json} says of HTTP. */
record Announced(String writer, String reader, List<String> management) {

    static Announced parse(String line) throws IOException {
        String writer = "";
        String reader = "";
        List<String> management = new ArrayList<>();
        try (JsonParser parser = JsonText.FACTORY.createParser(line)) {
            boolean inside = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    inside = "management".equals(parser.currentName());
                } else if (token == JsonToken.END_OBJECT) {
                    inside = false;
                } else if (token == JsonToken.VALUE_STRING && inside) {
                    management.add(parser.getText());
                } else if (token == JsonToken.VALUE_STRING
                        && parser.currentName().equals("writer")) {
                    writer = parser.getText();
                } else if (token == JsonToken.VALUE_STRING
                        && parser.currentName().equals("reader")) {
                    reader = parser.getText();
                }
            }
        }
        return new Announced(writer, reader, List.copyOf(management));
    }
}
