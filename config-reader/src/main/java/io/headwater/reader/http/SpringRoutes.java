package io.headwater.reader.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.reader.serve.Deadline;
import io.headwater.reader.spring.Asked;
import io.headwater.reader.spring.FileForm;
import io.headwater.reader.spring.SpringReads;
import io.headwater.runtime.http.RequestPath;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The paths of a Spring Cloud Config Server: {@code /spring/{application}/{profiles}[/{label}]}, and
 * {@code /spring/[{label}/]{application}-{profiles}.yml} with its siblings, whose names are split at the last hyphen.
 */
public final class SpringRoutes {
    private static final String WITH_ORIGINS = "application/vnd.spring-cloud.config-server.v2+json";
    private static final String RESOLVE = "resolvePlaceholders";

    private final SpringReads reads;
    private final Duration longest;

    /** @param longest no request may wait longer */
    public SpringRoutes(SpringReads reads, Duration longest) {
        this.reads = reads;
        this.longest = longest;
    }

    /** Registers the routes. */
    public void install(RoutesConfig routes) {
        routes.get("/spring/{file}", context -> {
            List<String> parts = parts(context);
            file(context, null, parts.getFirst());
        });
        routes.get("/spring/{application}/{profiles}", context -> {
            List<String> parts = parts(context);
            if (FileForm.of(parts.getLast()).isPresent()) {
                file(context, parts.getFirst(), parts.getLast());
            } else {
                environment(context, Asked.of(parts.getFirst(), parts.getLast(), null));
            }
        });
        routes.get("/spring/{application}/{profiles}/{label}", context -> {
            List<String> parts = parts(context);
            environment(context, Asked.of(parts.getFirst(), parts.get(1), parts.getLast()));
        });
    }

    private static List<String> parts(Context context) {
        List<String> segments = RequestPath.segments(context.req().getRequestURI());
        return segments.subList(1, segments.size());
    }

    private void environment(Context context, Asked asked) throws InterruptedException, IOException {
        Request request = new Request(context, longest);
        boolean origins = withOrigins(context);
        SpringReads.Answer answer =
                reads.environment(asked, request.minRevision(), Deadline.in(request.timeout()), origins);
        context.res().setHeader("Vary", "Accept");
        send(context, origins ? WITH_ORIGINS : "application/json", answer);
    }

    private void file(Context context, @Nullable String label, String name) throws InterruptedException, IOException {
        Optional<FileForm> form = FileForm.of(name);
        int dot = name.lastIndexOf('.');
        int hyphen = dot < 0 ? -1 : name.lastIndexOf('-', dot);
        if (form.isEmpty() || hyphen < 0) {
            throw new NotFoundResponse();
        }
        Asked asked = Asked.of(name.substring(0, hyphen), name.substring(hyphen + 1, dot), label);
        Request request = new Request(context, longest);
        boolean resolve = resolvePlaceholders(context);
        SpringReads.Answer answer =
                reads.file(asked, form.get(), request.minRevision(), Deadline.in(request.timeout()), resolve);
        send(context, form.get().contentType(), answer);
    }

    private static boolean withOrigins(Context context) {
        return Collections.list(context.req().getHeaders("Accept")).stream()
                .anyMatch(accepted -> accepted.toLowerCase(Locale.ROOT).contains(WITH_ORIGINS));
    }

    private static boolean resolvePlaceholders(Context context) {
        List<String> given = context.queryParams(RESOLVE);
        if (given.isEmpty() || given.equals(List.of("true"))) {
            return true;
        }
        if (given.equals(List.of("false"))) {
            return false;
        }
        throw HeadwaterException.field(
                ErrorCode.INVALID_PARAMETER,
                RESOLVE,
                RESOLVE + " " + Names.quoted(String.join(",", given)) + " is not true or false");
    }

    private static void send(Context context, String contentType, SpringReads.Answer answer) throws IOException {
        HttpServletResponse response = context.res();
        response.setHeader("Headwater-Revision", Long.toString(answer.revision()));
        response.setHeader("Headwater-Epoch", Long.toString(answer.epoch()));
        if (!answer.revisions().isEmpty()) {
            response.setHeader("Headwater-Revisions", text(answer.revisions()));
        }
        response.setHeader("Cache-Control", "no-cache");
        // Jetty would carry the charset of the type that was set before over to this one.
        response.setContentType(null);
        response.setContentType(contentType);
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }

    private static String text(Map<String, Long> revisions) {
        return revisions.entrySet().stream()
                .map(environment -> environment.getKey() + "=" + environment.getValue())
                .collect(Collectors.joining(", "));
    }
}
