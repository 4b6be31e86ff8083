package io.headwater.loadtest.wire;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Status and headers of an answer, and its body where it has been read.
 *
 * @param headers by name, whatever the case
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {

    static HttpAnswer head(SocketBytes from) throws IOException {
        String statusLine = from.line();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = from.line(); !line.isEmpty(); line = from.line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return new HttpAnswer(Integer.parseInt(statusLine.substring(9, 12)), headers, "");
    }

    boolean chunked() {
        return "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"));
    }

    HttpAnswer with(String text) {
        return new HttpAnswer(status, headers, text);
    }

    /** The revision that the answer is about. */
    public long revision() {
        String revision = headers.get("Headwater-Revision");
        if (revision == null) {
            throw new IllegalStateException("no Headwater-Revision in an answer with status " + status + ": " + body);
        }
        return Long.parseLong(revision);
    }
}
