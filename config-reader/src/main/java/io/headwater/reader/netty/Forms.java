package io.headwater.reader.netty;

import io.headwater.reader.content.Coding;
import io.headwater.reader.content.Format;

/** Numbers for the forms that a body is asked for in: format and coding. */
final class Forms {
    private static final Format[] FORMATS = Format.values();
    private static final Coding[] CODINGS = Coding.values();

    static final int COUNT = FORMATS.length * CODINGS.length;

    private Forms() {}

    // Within one process, and one version, the order is what it is.
    @SuppressWarnings("EnumOrdinal")
    static int of(Format format, Coding coding) {
        return format.ordinal() * CODINGS.length + coding.ordinal();
    }

    static Format format(int form) {
        return FORMATS[form / CODINGS.length];
    }

    static Coding coding(int form) {
        return CODINGS[form % CODINGS.length];
    }
}
