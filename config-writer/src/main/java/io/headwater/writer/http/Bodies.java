package io.headwater.writer.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.runtime.http.HttpLimits;
import io.headwater.runtime.http.RequestBody;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Bodies with a media type. */
final class Bodies {
    static final String JSON = "application/json";

    private final RequestBody reader;

    Bodies(HttpLimits limits) {
        this.reader = new RequestBody(limits);
    }

    String text(Context context) {
        return reader.text(context);
    }

    /** The media type without parameters; empty if there is none. */
    static String type(Context context) {
        String given = context.header("Content-Type");
        return given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** The media type without parameters, if it is one of these. */
    static String type(Context context, Set<String> allowed) {
        String given = context.header("Content-Type");
        String type = type(context);
        if (!allowed.contains(type)) {
            throw HeadwaterException.field(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type",
                    "the Content-Type is " + Names.quoted(given == null ? "" : given) + "; allowed: "
                            + String.join(", ", new TreeSet<>(allowed)));
        }
        return type;
    }
}
