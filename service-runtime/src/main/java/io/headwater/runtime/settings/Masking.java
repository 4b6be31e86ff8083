package io.headwater.runtime.settings;

import java.util.regex.Pattern;

/** Takes passwords out of texts that people get to see. When in doubt it takes out more. */
public final class Masking {

    /** What stands in the place of a secret. */
    public static final String MASK = "****";

    // Greedy up to the last @: an unescaped @ or / in a password must not let its rest through.
    private static final Pattern USER_AND_PASSWORD = Pattern.compile("(://[^:/@]*:).*@");
    private static final Pattern USER_ONLY = Pattern.compile("(://)[^:]*@");
    private static final Pattern NO_SCHEME = Pattern.compile("^(?!.*://).*@");
    private static final Pattern PARAMETER = Pattern.compile(
            "([?&;][^=&;]*(?:password|secret|token|authMechanismProperties)[^=&;]*=)[^&;]*", Pattern.CASE_INSENSITIVE);

    private Masking() {}

    /** The text of a URI or connection string without its credentials. */
    public static String uri(String text) {
        String masked = USER_AND_PASSWORD.matcher(text).replaceFirst("$1" + MASK + "@");
        masked = USER_ONLY.matcher(masked).replaceFirst("$1" + MASK + "@");
        masked = NO_SCHEME.matcher(masked).replaceFirst(MASK + "@");
        return PARAMETER.matcher(masked).replaceAll("$1" + MASK);
    }
}
