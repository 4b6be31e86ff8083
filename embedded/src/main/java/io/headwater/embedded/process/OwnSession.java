package io.headwater.embedded.process;

import java.nio.file.Files;
import java.util.List;

/**
 * Takes children out of the terminal's process group, so that Ctrl-C reaches only the parent, which then ends them in
 * the right order.
 */
final class OwnSession {

    private static final List<String> PREFIX = Programs.onPath("setsid")
            .filter(Files::isExecutable)
            .map(p -> List.of(p.toString()))
            .orElse(List.of());

    private OwnSession() {}

    /** What to put before a command; empty where the system has no {@code setsid}. */
    static List<String> prefix() {
        return PREFIX;
    }
}
