package io.headwater.reader;

import io.headwater.runtime.lifecycle.ServiceMain;

/** The read service as a process of its own. */
public final class Main {
    private Main() {}

    /** @param arguments {@code --config FILE}, {@code --help} */
    public static void main(String[] arguments) {
        ServiceMain service = new ServiceMain(
                "config-reader",
                ReaderSettings.SETTINGS,
                values -> Reader.create(ReaderSettings.config(values)).lifecycle());
        System.exit(service.run(arguments));
    }
}
