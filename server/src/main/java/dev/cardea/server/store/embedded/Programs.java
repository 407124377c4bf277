package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs, ready to run. Immutable; safe from any thread that may block.
 *
 * @param home the folder with {@code bin}
 * @param privileges as whom
 */
record Programs(Path home, Privileges privileges) {
    private static final Duration VERSION_MAX = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    /**
     * A session of its own for each, so that Ctrl-C at our terminal is not theirs as well: they go
     * on until what must be kept is kept. Nothing where the machine has no such command.
     */
    private static final List<String> OWN_SESSION =
            Stream.of("/usr/bin/setsid", "/bin/setsid")
                    .filter(path -> Files.isExecutable(Path.of(path)))
                    .limit(1)
                    .toList();

    /**
     * What a program that has ended said.
     *
     * @param code 0 if all went well
     * @param lines on either stream
     */
    record Ended(int code, List<String> lines) {}

    /** Starts one; both of its streams are one. Its words are English, as we look for some. */
    Process start(String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        List<String> all = new ArrayList<>(OWN_SESSION);
        all.addAll(privileges.with(command));
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.redirectErrorStream(true).start();
        } catch (IOException e) {
            throw cannotRun(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Runs one to its end.
     *
     * @throws CannotStartPostgresException if it takes longer than {@code max}
     */
    Ended run(Duration max, String program, List<String> arguments) throws IOException {
        Process process = start(program, arguments);
        CompletableFuture<List<String>> lines =
                CompletableFuture.supplyAsync(
                                () -> said(process), task -> Thread.ofVirtual().start(task))
                        .completeOnTimeout(List.of(), max.toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CannotStartPostgresException(
                        program + " did not end within " + max.toSeconds() + " s");
            }
            return new Ended(process.exitValue(), lines.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStartPostgresException("interrupted while " + program + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> said(Process process) {
        List<String> lines = new ArrayList<>();
        try (var from = process.inputReader()) {
            for (var line = PostgresLog.line(from); line != null; line = PostgresLog.line(from)) {
                lines.add(line);
            }
        } catch (IOException | UncheckedIOException e) {
            lines.add(String.valueOf(e.getMessage()));
        }
        return lines;
    }

    /**
     * The major version, such as {@code 18}.
     *
     * @throws CannotStartPostgresException if the programs do not run on this machine
     */
    String majorVersion() throws IOException {
        Ended ended = run(VERSION_MAX, "postgres", List.of("--version"));
        Matcher version = VERSION.matcher(String.join(" ", ended.lines()));
        if (ended.code() != 0 || !version.find()) {
            throw cannotRun(String.join(" ", ended.lines()), null);
        }
        return version.group(1);
    }

    private CannotStartPostgresException cannotRun(String why, @Nullable IOException cause) {
        String sentence =
                "PostgreSQL's programs in "
                        + home
                        + " cannot run (delete that folder to have it unpacked anew, or name a"
                        + " database of your own with database.url): "
                        + why;
        return cause == null
                ? new CannotStartPostgresException(sentence)
                : new CannotStartPostgresException(sentence, cause);
    }
}
