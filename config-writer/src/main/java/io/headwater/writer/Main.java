package io.headwater.writer;

import io.headwater.runtime.lifecycle.ServiceMain;

/** The write service as a program. */
public final class Main {
    private Main() {}

    /** @param arguments {@code --config FILE} or {@code --help} */
    public static void main(String[] arguments) {
        System.exit(new ServiceMain(
                        "config-writer",
                        WriterSettings.SETTINGS,
                        values -> new Writer(WriterSettings.config(values)).lifecycle())
                .run(arguments));
    }
}
