package dev.cardea.examples.tutorial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that runs a reader's server on free ports. For one thread. */
final class ServerChild implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final StringBuilder seen = new StringBuilder();

    private ServerChild(Process process) {
        this.process = process;
        this.out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ServerChild start(String classPath, String main) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                List.of(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        classPath,
                        main,
                        "start");
        ProcessBuilder builder = quiet(command);
        builder.environment()
                .putAll(
                        Map.of(
                                "CARDEA_SERVER_PORT", "0",
                                "CARDEA_ADMIN_PORT", "0",
                                "CARDEA_LISTENERS", "[{port: 0}]",
                                "CARDEA_DATABASE_MODE", "none"));
        return new ServerChild(builder.start());
    }

    private static ProcessBuilder quiet(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CARDEA_"));
        return builder;
    }

    /**
     * All that a program says.
     *
     * @throws AssertionError if it fails
     */
    static String outputOf(List<String> command) throws IOException, InterruptedException {
        Process process = quiet(command).start();
        String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " failed:\n" + all);
        }
        return all;
    }

    /** Reads what it says up to a line that matches; returns the match. */
    Matcher await(String regex) throws IOException {
        Pattern pattern = Pattern.compile(regex);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            seen.append(line).append('\n');
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
        throw new AssertionError("ended without " + regex + ":\n" + seen);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
