package io.headwater.standalone;

import io.headwater.core.JsonText;

/** Where everything is. */
record Announcement(PortPlan ports, String kafka, String mongo, String redis) {
    /** For people. */
    String text() {
        return """
                  write API   %s
                  read API    %s
                  management  %s  %s  %s
                  Kafka       %s
                  MongoDB     %s
                  Redis       %s
                Ctrl-C ends it.""".formatted(
                        DevServices.url(ports.writer()),
                        DevServices.url(ports.reader()),
                        DevServices.url(ports.writerManagement()),
                        DevServices.url(ports.readerManagement()),
                        DevServices.url(ports.propagatorManagement()),
                        kafka,
                        mongo,
                        redis);
    }

    /** For programs: one line. */
    String json() {
        return JsonText.write(json -> {
                    json.writeStartObject();
                    json.writeStringField("writer", DevServices.url(ports.writer()));
                    json.writeStringField("reader", DevServices.url(ports.reader()));
                    json.writeObjectFieldStart("management");
                    json.writeStringField("writer", DevServices.url(ports.writerManagement()));
                    json.writeStringField("reader", DevServices.url(ports.readerManagement()));
                    json.writeStringField("propagator", DevServices.url(ports.propagatorManagement()));
                    json.writeEndObject();
                    json.writeStringField("kafka", kafka);
                    json.writeStringField("mongo", mongo);
                    json.writeStringField("redis", redis);
                    json.writeNullField("token");
                    json.writeNumberField("pid", ProcessHandle.current().pid());
                    json.writeEndObject();
                })
                .text();
    }
}
