package io.headwater.writer.http;

import io.headwater.core.Names;
import io.headwater.core.Scope;
import io.headwater.writer.commit.ImportProposal;
import io.headwater.writer.imports.ImportedFile;
import io.headwater.writer.imports.JsonFile;
import io.headwater.writer.imports.PropertiesFile;
import io.headwater.writer.imports.YamlFile;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** {@code /v1/import}. */
final class ImportRoutes {
    private static final Map<String, Function<String, ImportedFile>> FORMATS = Map.of(
            "application/yaml", YamlFile::read,
            "text/x-java-properties", PropertiesFile::read,
            "application/json", JsonFile::read);
    private static final int SERVICE = 2;
    private static final int ENVIRONMENT = 3;

    private final Writes writes;
    private final Bodies bodies;

    ImportRoutes(Writes writes, Bodies bodies) {
        this.writes = writes;
        this.bodies = bodies;
    }

    void register(RoutesConfig routes) {
        routes.post("/v1/import/{service}/{environment}", this::post);
    }

    private void post(Context context) throws InterruptedException {
        Preconditions.refuse(context, "POST /v1/commits takes expect in each change");
        Scope scope = Names.scope(
                "service",
                Parameters.segment(context, SERVICE),
                "environment",
                Parameters.segment(context, ENVIRONMENT));
        Function<String, ImportedFile> format =
                Objects.requireNonNull(FORMATS.get(Bodies.type(context, FORMATS.keySet())));
        String text = bodies.text(context);
        WriteRequest request = WriteRequest.of(context, text, Set.of("mode"));
        String mode = request.parameters().text("mode").orElse("merge");
        if (!mode.equals("merge") && !mode.equals("replace")) {
            throw request.parameters().invalid("mode", "merge or replace");
        }
        ImportedFile file = format.apply(text);
        Writes.Always warnings = (json, outcome) -> {
            json.writeArrayFieldStart("warnings");
            for (String warning : file.warnings()) {
                json.writeString(warning);
            }
            json.writeEndArray();
        };
        writes.write(request, new ImportProposal(scope, file, mode.equals("replace")), outcome -> 200, warnings);
    }
}
