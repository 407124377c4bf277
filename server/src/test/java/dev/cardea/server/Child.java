package dev.cardea.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that runs {@link EmptyServer} or another server, with the flags that ./cardea gives it.
 * For one thread.
 */
public final class Child implements AutoCloseable {
    private static final List<String> FLAGS =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+UseSerialGC",
                    "-Xmx256m");

    private final Process process;
    private final BufferedReader out;
    private final CompletableFuture<String> err;
    private final StringBuilder seen = new StringBuilder();

    private Child(Process process) {
        this.process = process;
        this.out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.err =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                byte[] all = process.getErrorStream().readAllBytes();
                                return new String(all, StandardCharsets.UTF_8);
                            } catch (IOException e) {
                                return "unreadable: " + e;
                            }
                        });
    }

    public static Child start(Map<String, String> environment, String... arguments)
            throws IOException {
        return start(EmptyServer.class, environment, arguments);
    }

    /** Runs {@code main}. */
    public static Child start(Class<?> main, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("CARDEA_"));
        builder.environment().putAll(environment);
        return new Child(builder.start());
    }

    /** Reads its standard output up to a line that matches; returns the match. */
    public Matcher await(String regex) throws IOException {
        Pattern pattern = Pattern.compile(regex);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            seen.append(line).append('\n');
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
        throw new AssertionError("ended without " + regex + ":\n" + seen + err.join());
    }

    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        kill.waitFor();
    }

    /** Waits for its end, and returns its exit code. */
    public int exitCode() throws IOException, InterruptedException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            seen.append(line).append('\n');
        }
        process.waitFor();
        return process.exitValue();
    }

    /** What it wrote to its standard output, as far as it was read. */
    public String output() {
        return seen.toString();
    }

    /** What it wrote to its standard error, once it has ended. */
    public String errors() {
        return err.join();
    }

    /** Ends it, however it is. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
