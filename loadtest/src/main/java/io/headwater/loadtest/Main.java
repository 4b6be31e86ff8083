package io.headwater.loadtest;

import io.headwater.loadtest.bench.Benches;
import io.headwater.loadtest.scenario.LoadtestArguments;
import io.headwater.loadtest.scenario.LoadtestRun;
import java.nio.file.Path;

/** {@code loadtest bench …} and {@code loadtest loadtest …}: see {@code loadtest/README.md}. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        String command = words.length == 0 ? "bench" : words[0];
        try {
            boolean passed = command.equals("loadtest") ? loadtest(words) : bench(words);
            System.exit(passed ? 0 : 1);
        } catch (UsageException e) {
            System.err.println(command + ": " + e.getMessage());
            System.exit(2);
        } catch (InterruptedException e) {
            System.exit(130);
        } catch (Exception e) {
            System.err.println(command + ": failed");
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static boolean bench(String[] words) throws Exception {
        BenchArguments arguments = BenchArguments.parse(words, Benches.names());
        if (arguments.help()) {
            System.out.print(BenchArguments.usage(Benches.descriptions()));
        } else {
            new BenchRun(arguments).run();
        }
        return true;
    }

    private static boolean loadtest(String[] words) throws Exception {
        LoadtestArguments arguments = LoadtestArguments.parse(words);
        if (arguments.help()) {
            System.out.print(LoadtestArguments.usage());
            return true;
        }
        if (arguments.list()) {
            System.out.print(LoadtestArguments.listing());
            return true;
        }
        Path home = Path.of(System.getProperty("headwater.home", ".")).toAbsolutePath();
        return new LoadtestRun(arguments, home).run();
    }
}
