package io.headwater.standalone;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.core.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Puts {@code samples/} into an empty history, by the write API as anybody would. */
public final class SampleImport {
    private static final Logger LOG = LoggerFactory.getLogger(SampleImport.class);
    private static final String AUTHOR = "sample";

    private final DevHttp http;
    private final String writer;

    /** @param writer the URL of the write API */
    public SampleImport(DevHttp http, String writer) {
        this.http = http;
        this.writer = writer;
    }

    /** Imports, if there is no commit yet; the read tier serves it all on return. */
    public void run() throws IOException, InterruptedException {
        if (!emptyHistory()) {
            return;
        }
        Map<?, ?> environments =
                (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(sample("environments.yml"));
        int rank = 0;
        for (Map.Entry<?, ?> environment : environments.entrySet()) {
            send("PUT", "/v1/environments/" + environment.getKey(), "application/json", environment(rank, (Map<?, ?>)
                    environment.getValue()));
            rank++;
        }
        send("POST", "/v1/import/_/_?message=Sample", "application/yaml", sample("application.yml"));
        for (String service : List.of("inventory", "payments", "storefront")) {
            String path = "/v1/import/" + service + "/_?message=Sample&wait=reader&timeout=30s";
            send("POST", path, "application/yaml", sample(service + ".yml"));
        }
        LOG.info("imported samples/: try the services inventory, payments and storefront in {}", environments.keySet());
    }

    private boolean emptyHistory() throws IOException, InterruptedException {
        HttpResponse<String> commits = http.send(HttpRequest.newBuilder(URI.create(writer + "/v1/commits?limit=1"))
                .GET());
        if (commits.statusCode() != 200) {
            throw new IOException("the write API answers " + commits.statusCode() + ": " + commits.body());
        }
        try (JsonParser parser = JsonText.FACTORY.createParser(commits.body())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("items")) {
                    return parser.nextToken() == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.END_ARRAY;
                }
            }
        }
        throw new IOException("the write API answers a list without items: " + commits.body());
    }

    private static String environment(int rank, Map<?, ?> said) {
        return JsonText.write(json -> {
                    json.writeStartObject();
                    json.writeNumberField("rank", rank);
                    json.writeBooleanField("protected", Boolean.TRUE.equals(said.get("protected")));
                    json.writeStringField("description", String.valueOf(said.get("description")));
                    json.writeEndObject();
                })
                .text();
    }

    private void send(String method, String path, String type, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(writer + path))
                .header("Content-Type", type)
                .header("Headwater-Actor", AUTHOR)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        if (answer.statusCode() >= 300) {
            throw new IOException("the sample is refused: " + method + " " + path + " answers " + answer.body());
        }
    }

    private static String sample(String name) throws IOException {
        try (InputStream file = SampleImport.class.getResourceAsStream("/samples/" + name)) {
            if (file == null) {
                throw new IOException("samples/" + name + " is not in the build");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
