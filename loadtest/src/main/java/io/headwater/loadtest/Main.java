package io.headwater.loadtest;

import io.headwater.loadtest.bench.Benches;

/** {@code loadtest bench …}: see {@code loadtest/README.md}. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        try {
            BenchArguments arguments = BenchArguments.parse(words, Benches.names());
            if (arguments.help()) {
                System.out.print(BenchArguments.usage(Benches.descriptions()));
                return;
            }
            new BenchRun(arguments).run();
            System.exit(0);
        } catch (UsageException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        } catch (InterruptedException e) {
            System.exit(130);
        } catch (Exception e) {
            System.err.println("bench: failed");
            e.printStackTrace();
            System.exit(1);
        }
    }
}
