package io.headwater.loadtest.javalin;

import io.javalin.Javalin;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Yardstick, in a process of its own: the lookup of one key as a route of Javalin with its defaults, from a map to encoded
 * bytes and the headers that the read API sends with them.
 */
public final class PlainRoute {
    /** The variable with the port. */
    public static final String PORT = "YARDSTICK_PORT";

    /** The variable with the path of the value that there is. */
    public static final String PATH = "YARDSTICK_PATH";

    /** The variable with the answer to it. */
    public static final String BODY = "YARDSTICK_BODY";

    private PlainRoute() {}

    /** Serves until it is ended. */
    public static void main(String[] none) {
        Map<String, String> environment = System.getenv();
        Map<String, byte[]> values = Map.of(
                environment.getOrDefault(PATH, "/"),
                environment.getOrDefault(BODY, "").getBytes(StandardCharsets.UTF_8));
        Javalin.create(configuration -> {
                    configuration.startup.showJavalinBanner = false;
                    configuration.routes.get("/v1/snapshots/{service}/{environment}/{key}", context -> {
                        String path = "/v1/snapshots/" + context.pathParam("service") + "/"
                                + context.pathParam("environment") + "/" + context.pathParam("key");
                        byte[] value = values.get(path);
                        if (value == null) {
                            context.status(404);
                            return;
                        }
                        context.header("Headwater-Revision", "1")
                                .header("Headwater-Epoch", "1")
                                .header("ETag", "\"1-1\"")
                                .header("Cache-Control", "no-cache")
                                .contentType("application/json")
                                .result(value);
                    });
                })
                .start("127.0.0.1", Integer.parseInt(environment.getOrDefault(PORT, "0")));
    }
}
