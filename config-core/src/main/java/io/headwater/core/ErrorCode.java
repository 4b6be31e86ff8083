package io.headwater.core;

/**
 * Every way in which Headwater refuses or fails, from the write API to the clients. The name is what travels as
 * {@code code} in a problem document (RFC 9457) and never changes once published.
 */
public enum ErrorCode {
    /** The body is not JSON; {@code detail} names line and column. */
    MALFORMED_JSON(400, "The body is not well-formed JSON"),
    /** The body is not YAML, or uses what is not allowed in it; {@code detail} names the line. */
    MALFORMED_YAML(400, "The body is not well-formed YAML"),
    /** The body is not a {@code .properties} file; {@code detail} names the line. */
    MALFORMED_PROPERTIES(400, "The body is not a well-formed properties file"),
    /** The body holds bytes that are not UTF-8; {@code detail} names the first one's position. */
    INVALID_UTF8(400, "The body is not valid UTF-8"),
    /** Objects or lists are nested deeper than allowed. */
    TOO_DEEP(400, "The body is nested too deeply"),
    /** The request line, a header or the path cannot be understood. */
    MALFORMED_REQUEST(400, "The request cannot be understood"),
    /** A query parameter or header has a value that is not allowed. */
    INVALID_PARAMETER(400, "A parameter has a value that is not allowed"),
    /** A member of the body is missing, or its value has a form that is not allowed. */
    INVALID_FIELD(400, "A field is missing or has a value that is not allowed"),
    /** The body has a member that is not known. */
    UNKNOWN_FIELD(400, "A field is not known"),
    /** A service, environment or key has a name that is not allowed. */
    INVALID_NAME(400, "A name is not allowed"),
    /** The path names nothing that this service serves. */
    NOT_FOUND(404, "There is nothing at this path"),
    /** The environment does not exist; an administrator creates it. */
    NO_SUCH_ENVIRONMENT(404, "The environment does not exist"),
    /** No entry has this key in this scope, or in this effective configuration. */
    NO_SUCH_KEY(404, "The key does not exist"),
    /** No commit has this revision. */
    NO_SUCH_COMMIT(404, "The commit does not exist"),
    /** The path is served, but not by this method; the header {@code Allow} lists those that are. */
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    /** No representation fits the header {@code Accept}. */
    NOT_ACCEPTABLE(406, "No acceptable representation"),
    /** The body did not arrive in time. */
    REQUEST_TIMEOUT(408, "The request did not arrive in time"),
    /** An expected revision was not the actual one; {@code errors} has both. */
    CONFLICT(409, "The entry is not at the expected revision"),
    /** An environment that has entries is deleted only with {@code force=true}. */
    ENVIRONMENT_NOT_EMPTY(409, "The environment has entries"),
    /** A header precondition cannot be evaluated for this request. */
    INVALID_PRECONDITION(400, "A precondition is not understood"),
    /** The body, a value, a commit or a record is larger than its limit. */
    TOO_LARGE(413, "Larger than the limit"),
    /** The request line or path is too long. */
    URI_TOO_LONG(414, "The path is too long"),
    /** The {@code Content-Type} is not one that this call takes. */
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    /** A value does not have the type that it says, or that it must keep. */
    TYPE_MISMATCH(422, "The value does not have the type"),
    /** The same key in the same scope is changed twice in one commit, or is given twice with different values in one file. */
    DUPLICATE_KEY(422, "The key is given twice"),
    /** An import names a profile that is no environment, or an expression of profiles. */
    UNKNOWN_PROFILE(422, "The profile is not an environment"),
    /** The idempotency key was used before with another body. */
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used with another body"),
    /** A secret belongs to one environment; it cannot be put for every environment. */
    SECRET_NEEDS_ENVIRONMENT(422, "A secret belongs to one environment"),
    /** The environment has no public key to encrypt a secret to. */
    NO_ENCRYPTION_KEY(422, "There is no key to encrypt to"),
    /** The headers of the request are larger than the limit. */
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    /** Something went wrong inside; {@code detail} has the number to look for in the logs. */
    INTERNAL(500, "Internal error"),
    /** The commit may or may not have been made: look before trying again, or repeat with the same Idempotency-Key. */
    OUTCOME_UNKNOWN(503, "It is not known whether the commit was made"),
    /** What the request needs cannot be reached, or is not ready yet. */
    UNAVAILABLE(503, "Not available at the moment"),
    /** The revision asked for by {@code min-revision} did not arrive in time; {@code errors} has the one held. */
    NOT_YET(504, "The revision has not arrived yet");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status that goes with this code unless the call says otherwise. */
    public int status() {
        return status;
    }

    /** One line for people, the same for every occurrence. */
    public String title() {
        return title;
    }
}
