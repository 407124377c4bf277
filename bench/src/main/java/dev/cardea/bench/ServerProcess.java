package dev.cardea.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server under measurement, in a JVM of its own. For one caller.
 *
 * <p>It says on its standard output {@code NAME NUMBER} for each port, and then {@code ready}. What
 * it costs is read from the operating system, so that nothing in the server measures itself.
 */
final class ServerProcess implements AutoCloseable {
    /** One heap size for all, touched at start, so that growth of the process is native memory. */
    private static final String HEAP = "256m";

    private static final long CLOCK_TICKS_PER_SECOND = 100;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Process process;
    private final Map<String, Integer> ports;

    private ServerProcess(Process process, Map<String, Integer> ports) {
        this.process = process;
        this.ports = ports;
    }

    /** Starts {@code main} with the class path of this JVM, and waits until it is ready. */
    static ServerProcess start(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xms" + HEAP,
                        "-Xmx" + HEAP,
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dio.netty.leakDetection.level=disabled",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new ServerProcess(process, readPorts(process, main));
    }

    private static Map<String, Integer> readPorts(Process process, Class<?> main)
            throws IOException {
        Map<String, Integer> ports = new HashMap<>();
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("ready")) {
                return ports;
            }
            String[] words = line.split(" ", -1);
            if (words.length == 2 && words[1].chars().allMatch(Character::isDigit)) {
                ports.put(words[0], Integer.valueOf(words[1]));
            }
        }
        throw new IOException(main.getSimpleName() + " ended before it was ready");
    }

    /** The port that the server named so. */
    int port(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("the server named no port " + name);
        }
        return port;
    }

    /** Runs on that CPU alone, if the machine has {@code taskset}; else stays where it is. */
    void pin(int cpu) throws IOException, InterruptedException {
        pin(process.pid(), cpu);
    }

    /** Pins any process, all its threads. */
    static void pin(long pid, int cpu) throws IOException, InterruptedException {
        pin(pid, Integer.toString(cpu));
    }

    /** Lets it run on all CPUs again. */
    static void unpin(long pid) throws IOException, InterruptedException {
        pin(pid, "0-1023"); // the kernel leaves out those that are not there
    }

    private static void pin(long pid, String cpus) throws IOException, InterruptedException {
        try {
            run(List.of("taskset", "-acp", cpus, Long.toString(pid)));
        } catch (IOException missing) {
            System.err.println("taskset is missing: nothing is pinned, figures vary more");
        }
    }

    /** CPU time of all its threads so far, in microseconds; the kernel counts in 10 ms. */
    long cpuMicros() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return ticks * (1_000_000 / CLOCK_TICKS_PER_SECOND);
    }

    /** Memory that holds live things: live heap after two collections, and all that is native. */
    long memoryKib() throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        run(List.of(jcmd, pid, "GC.run"));
        run(List.of(jcmd, pid, "GC.run"));
        long heapKib = 0;
        Matcher used = USED.matcher(run(List.of(jcmd, pid, "GC.heap_info")));
        for (int region = 0; region < 2 && used.find(); region++) {
            heapKib += Long.parseLong(used.group(1));
        }
        return heapKib + residentKib();
    }

    private long residentKib() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS in " + status);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        tool.waitFor();
        return output;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The middle one of an odd number of figures. */
    static double median(Collection<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
