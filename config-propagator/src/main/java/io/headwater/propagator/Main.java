package io.headwater.propagator;

import io.headwater.runtime.lifecycle.ServiceMain;

/** The propagator as a process of its own. */
public final class Main {
    private Main() {}

    /** @param arguments {@code --config FILE}, {@code --help} */
    public static void main(String[] arguments) {
        System.exit(new ServiceMain("config-propagator", PropagatorSettings.SETTINGS, PropagatorService::create)
                .run(arguments));
    }
}
