package dev.cardea.testkit.room;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a script in a process of its own. Stateless. */
final class OtherJvm {
    /** How long a run may take, of the machine's time. */
    static final int SECONDS_MAX = 120;

    /** Each start has the opposite order with chance one eighth, and takes a moment. */
    private static final int STARTS_MAX = 100;

    private static final int OUTPUT_CHARS_MAX = 4_000;

    /**
     * What is different there. Identity hash codes are counted up instead of drawn; mathematical
     * functions are those of StrictMath; an 'i' has no capital 'I'.
     */
    private static final List<String> DIFFERENT =
            List.of(
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:hashCode=3",
                    "-XX:-UseLibmIntrinsic",
                    "-Duser.language=tr",
                    "-Duser.country=TR",
                    "-Duser.timezone=Pacific/Apia",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx512m");

    private OtherJvm() {}

    /** What happened there, with another order of sets than here. */
    static List<TraceLine> run(Class<?> script, long seed) {
        try {
            Path folder = Files.createTempDirectory("cardea-determinism");
            try {
                return run(script, seed, folder);
            } finally {
                delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<TraceLine> run(Class<?> script, long seed, Path folder) throws IOException {
        Path trace = folder.resolve("trace");
        Path output = folder.resolve("output");
        int code = OtherJvmRun.SAME_ORDER;
        for (int i = 1; i <= STARTS_MAX && code == OtherJvmRun.SAME_ORDER; i++) {
            // The last one may have any order: this JVM seems to know of one alone.
            String order = i < STARTS_MAX ? OtherJvmRun.orderOfSets() : "";
            code = start(command(script, seed, trace, order), output);
        }
        if (code != OtherJvmRun.DONE) {
            throw new AssertionError(
                    "%s ran here, but not in another process (exit code %d):%n%s"
                            .formatted(script.getName(), code, beginning(output)));
        }
        try (Stream<String> lines = Files.lines(trace)) {
            return lines.map(TraceLine::parse).toList();
        }
    }

    private static List<String> command(Class<?> script, long seed, Path trace, String order) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String mine : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (mine.startsWith("--")) {
                command.add(mine); // what is opened here must be open there
            }
        }
        command.addAll(DIFFERENT);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(OtherJvmRun.class.getName());
        command.addAll(List.of(script.getName(), Long.toString(seed), trace.toString(), order));
        return command;
    }

    private static int start(List<String> command, Path output) throws IOException {
        File file = output.toFile();
        Process process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file).start();
        try {
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new AssertionError("the run elsewhere takes more than 120 s");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String beginning(Path output) throws IOException {
        String text = Files.readString(output);
        return text.substring(0, Math.min(text.length(), OUTPUT_CHARS_MAX));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
