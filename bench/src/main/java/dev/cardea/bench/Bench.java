package dev.cardea.bench;

import dev.cardea.server.logging.Logs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.Main;

/** {@code ./cardea bench}: measures, and prints what it measured. */
public final class Bench {
    private static final int IDLE_SESSIONS = 15_000;
    private static final int IDLE_SESSIONS_QUICK = 2_000;

    /** Benchmarks that JMH runs, if it is not told which. */
    private static final String[] ALL_JMH = {"dev.cardea.bench"};

    private static final String USAGE =
            """
            Usage: ./cardea bench [WHAT...] [--quick] [--rounds=N] [--seconds=N]

            Measures this build beside the same work on Netty alone, in one run, and
            prints the server's CPU time per message, and ratios. Everything stays on
            loopback. Let nothing else run meanwhile.

              echo        request and reply, plain and TLS, 1 and 16 in flight
              latency     the same at a fixed rate: percentiles
              broadcast   one speaks, a room of 50, 200 and 1000 hears it
              rooms       rooms that tick: CPU of a delivered patch, of a crowd's
              ticks       many small rooms: how late their ticks are
              workers     what rooms should run on: fixed threads or virtual ones
              connect     connect and authenticate, TCP and TLS
              idle        memory of a session that does nothing
              start       from the JVM's start to the first player signed in
              all         all of these (default; about fifteen minutes)

              jmh         frames and codecs alone, by JMH, whose options may follow

              --quick     one short round of each: do the figures come at all?
              --rounds    figures taken of each, the median counts (3)
              --seconds   of each measurement (2)
            """;

    private Bench() {}

    /** Runs what the arguments name; exit code 2 if they name nothing known. */
    public static void main(String[] args) throws Exception {
        Logs.silence();
        List<String> words = new ArrayList<>(List.of(args));
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(USAGE);
            return;
        }
        if (words.remove("jmh")) {
            Main.main(words.isEmpty() ? ALL_JMH : words.toArray(String[]::new));
            return;
        }
        List<String> flags = words.stream().filter(word -> word.startsWith("--")).toList();
        words.removeAll(flags);
        try {
            run(words, Options.parse(flags), flags.contains("--quick"));
        } catch (IllegalArgumentException wrong) {
            System.err.println("cardea bench: " + wrong.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        } catch (Exception failed) {
            Throwable cause = failed;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            String why = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
            System.err.println("cardea bench: cannot go on: " + why);
            System.exit(1);
        }
    }

    /** One benchmark. */
    private interface Run {
        void run() throws Exception;
    }

    private static void run(List<String> words, Options options, boolean quick) throws Exception {
        Map<String, Run> known = new LinkedHashMap<>();
        known.put("echo", () -> new EchoBench(options).run());
        known.put("latency", () -> new LatencyBench(options).run());
        known.put("broadcast", () -> new BroadcastBench(options).run());
        known.put("rooms", () -> new RoomsBench(options).run());
        known.put("ticks", () -> new TicksBench(options).run());
        known.put("workers", () -> new WorkersBench(options).run());
        known.put("connect", () -> new ConnectBench(options).run());
        known.put("idle", () -> new IdleBench(quick ? IDLE_SESSIONS_QUICK : IDLE_SESSIONS).run());
        known.put("start", () -> new StartBench(options).run());
        boolean all = words.isEmpty() || words.contains("all");
        List<Run> chosen = new ArrayList<>();
        for (String word : all ? known.keySet() : words) {
            Run run = known.get(word);
            if (run == null) {
                throw new IllegalArgumentException("unknown: " + word);
            }
            chosen.add(run);
        }
        print();
        for (Run run : chosen) {
            run.run();
        }
    }

    private static void print() {
        System.out.printf(
                "Java %s, %s %s, %d CPUs%n",
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors());
    }
}
