package io.headwater.loadtest.scenario;

import io.headwater.loadtest.UsageException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param scenarios to run, in order
 * @param writer the base URL of the write API; empty to start a system of its own
 * @param readers the base URLs of the read API; empty with {@code writer}
 * @param quick a small load for some seconds, to see that everything runs
 * @param list only tell which scenarios there are
 * @param load what differs from the scenario's own load, as {@code rate}, {@code clients}, {@code seconds}, {@code most-millis}
 * @param help only tell how it is used
 */
public record LoadtestArguments(
        List<Scenario> scenarios,
        Optional<URI> writer,
        List<URI> readers,
        boolean quick,
        boolean list,
        Map<String, Integer> load,
        boolean help) {
    private static final List<String> NUMBERS = List.of("--rate", "--clients", "--seconds", "--most-millis");

    /** Copies what it is given. */
    public LoadtestArguments {
        scenarios = List.copyOf(scenarios);
        readers = List.copyOf(readers);
        load = Map.copyOf(load);
    }

    /** Reads {@code loadtest [NAME…] [--quick] [--list] [--writer URL --reader URL…] [--rate N] …}. */
    public static LoadtestArguments parse(String[] words) throws UsageException {
        List<Scenario> named = new ArrayList<>();
        List<URI> writers = new ArrayList<>();
        List<URI> readers = new ArrayList<>();
        Map<String, Integer> load = new LinkedHashMap<>();
        boolean quick = false;
        boolean list = false;
        boolean help = false;
        int next = 1;
        while (next < words.length) {
            String word = words[next++];
            String value = next < words.length ? words[next] : "";
            switch (word) {
                case "--quick" -> quick = true;
                case "--list" -> list = true;
                case "--help", "-h" -> help = true;
                case "--writer", "--reader" -> {
                    (word.equals("--writer") ? writers : readers).add(url(word, value));
                    next++;
                }
                default -> {
                    if (NUMBERS.contains(word)) {
                        load.put(word.substring(2), number(word, value));
                        next++;
                    } else {
                        named.add(scenario(word));
                    }
                }
            }
        }
        if (writers.size() > 1 || writers.isEmpty() != readers.isEmpty()) {
            throw new UsageException("--writer URL and at least one --reader URL belong together, or neither");
        }
        if (named.isEmpty() && !quick && !list && !help) {
            throw new UsageException(
                    "name one of " + String.join(", ", Scenario.names()) + ", or --quick for all of them");
        }
        List<Scenario> scenarios = named.isEmpty() ? Arrays.asList(Scenario.values()) : named;
        return new LoadtestArguments(scenarios, writers.stream().findFirst(), readers, quick, list, load, help);
    }

    private static Scenario scenario(String word) throws UsageException {
        if (word.startsWith("-")) {
            throw new UsageException("there is no " + word
                    + "; loadtest takes NAME…, --quick, --list, --writer URL, --reader URL, "
                    + String.join(" N, ", NUMBERS)
                    + " N");
        }
        Optional<Scenario> found = Scenario.named(word);
        if (found.isEmpty()) {
            throw new UsageException(
                    "there is no scenario '" + word + "'; there are " + String.join(", ", Scenario.names()));
        }
        return found.get();
    }

    private static URI url(String option, String value) throws UsageException {
        try {
            URI url = URI.create(value);
            if ("http".equals(url.getScheme()) && url.getHost() != null && url.getPort() > 0) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + " '" + value + "' is no URL; allowed: http://HOST:PORT");
        }
        throw new UsageException(option + " '" + value + "' is no base URL; allowed: http://HOST:PORT");
    }

    private static int number(String option, String value) throws UsageException {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(option + " '" + value + "' is no number; allowed: a whole number above 0");
        }
        throw new UsageException(option + " '" + value + "' is too small; allowed: a whole number above 0");
    }

    /** How it is used. */
    public static String usage() {
        return """
                usage: ./headwater loadtest NAME…|--quick|--list [OPTION…]

                %s
                  --quick          a small load, some seconds each; without a NAME every scenario
                  --list           the scenarios
                  --writer URL     the write API to load, and
                  --reader URL     the read API; again for more replicas. Without both, a system of its own is started.
                                   What is there is written to, in the environment 'loadtest'
                  --rate N         requests a second
                  --clients N      pollers or subscribers
                  --seconds N      length of the steady part
                  --most-millis N  what 99 of 100 lookups or polls may take (default 250); other bars follow it

                Ends with the paths of the HTML reports. Exit status: 0 done, 1 a scenario missed an assertion or failed,
                2 wrong usage.
                """.formatted(listing());
    }

    /** A line for each scenario. */
    public static String listing() {
        StringBuilder text = new StringBuilder();
        for (Scenario scenario : Scenario.values()) {
            text.append(String.format("  %-14s %s%n", scenario.text(), scenario.about()));
        }
        return text.toString();
    }
}
