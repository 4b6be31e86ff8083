package io.headwater.loadtest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param only names of benches, in the order in which they are known
 * @param json a file for the report
 * @param quick a fifth of the work, to see whether everything runs
 * @param help only tell how it is used
 */
public record BenchArguments(List<String> only, Optional<Path> json, boolean quick, boolean help) {

    /** Reads {@code bench [--only NAME…] [--json FILE] [--quick]}. */
    public static BenchArguments parse(String[] words, List<String> known) throws UsageException {
        if (words.length == 0 || !words[0].equals("bench")) {
            throw new UsageException("the first word must be bench");
        }
        List<String> wanted = new ArrayList<>();
        Optional<Path> json = Optional.empty();
        boolean quick = false;
        boolean help = false;
        int next = 1;
        while (next < words.length) {
            String option = words[next++];
            switch (option) {
                case "--only" -> {
                    int first = next;
                    while (next < words.length && !words[next].startsWith("-")) {
                        wanted.addAll(names(words[next++], known));
                    }
                    if (next == first) {
                        throw new UsageException("--only needs at least one of: " + String.join(", ", known));
                    }
                }
                case "--json" -> {
                    if (next == words.length) {
                        throw new UsageException("--json needs the name of a file");
                    }
                    json = Optional.of(Path.of(words[next++]));
                }
                case "--quick" -> quick = true;
                case "--help", "-h" -> help = true;
                default ->
                    throw new UsageException(
                            "there is no " + option + "; bench takes --only NAME…, --json FILE, --quick");
            }
        }
        List<String> only = known.stream()
                .filter(name -> wanted.isEmpty() || wanted.contains(name))
                .toList();
        return new BenchArguments(only, json, quick, help);
    }

    private static List<String> names(String word, List<String> known) throws UsageException {
        List<String> names = List.of(word.split(",", -1));
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UsageException("there is no bench '" + name + "'; there are " + String.join(", ", known));
            }
        }
        return names;
    }

    static String usage(Map<String, String> benches) {
        StringBuilder text = new StringBuilder("usage: ./headwater bench [--only NAME…] [--json FILE] [--quick]\n\n");
        benches.forEach((name, about) -> text.append(String.format("  %-12s %s%n", name, about)));
        return text.append("\n  --only NAME…  these alone, as words or with commas between them\n")
                .append("  --json FILE   the report as JSON as well\n")
                .append("  --quick       a fifth of the work: shows that it runs; its figures mean less\n\n")
                .append(
                        "The table goes to standard output, progress to standard error. A bar that is missed is said in\n")
                .append("the table and is no failure: exit status 0 done, 1 failed, 2 wrong usage.\n")
                .toString();
    }
}
