package dev.cardea.server.cli;

import dev.cardea.server.config.ConfigPage;
import dev.cardea.server.config.ConfigReader;
import dev.cardea.server.config.ConfigText;
import dev.cardea.server.config.LimitsPage;
import dev.cardea.server.config.Loaded;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything about the configuration that needs no server. */
@Command(
        name = "config",
        description = "Look at the configuration without starting anything.",
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it in before it calls anything
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Prints what is in effect. */
    @Command(
            name = "print",
            header = "Print the configuration in effect.",
            description = {
                "It is YAML: every key with its meaning, its range and, where it is not the",
                "default, the place it was written. Secrets are hidden."
            })
    int print(
            @Option(
                            names = {"-c", "--config"},
                            paramLabel = "FILE",
                            description = "A YAML file; without one, the defaults.")
                    @Nullable Path file) {
        return switch (read(file)) {
            case Loaded.Good good -> {
                out().print(ConfigText.of(good.config(), good.origins()));
                out().flush();
                yield ExitCode.OK.code();
            }
            case Loaded.Bad bad -> mistakes(bad);
        };
    }

    /** Looks for mistakes. */
    @Command(
            name = "check",
            header = "Report all mistakes of a file.",
            description = {
                "Each is a line: file:line:column: key: what is wrong, what is allowed.",
                "Ends with 0 if there is none, with 2 otherwise."
            })
    int check(@Parameters(paramLabel = "FILE", description = "A YAML file.") Path file) {
        return switch (read(file)) {
            case Loaded.Good good -> {
                good.notes().forEach(note -> out().println("note: " + note));
                out().println(file + " is right");
                yield ExitCode.OK.code();
            }
            case Loaded.Bad bad -> mistakes(bad);
        };
    }

    /** Writes the generated pages of the documentation. */
    @Command(name = "pages", header = "Write CONFIG.md and LIMITS.md, as docs/ has them.")
    int pages(@Parameters(paramLabel = "FOLDER", description = "Where to write them.") Path folder)
            throws IOException {
        Files.writeString(folder.resolve("CONFIG.md"), ConfigPage.markdown());
        Files.writeString(folder.resolve("LIMITS.md"), LimitsPage.markdown(FixedBounds.ALL));
        return ExitCode.OK.code();
    }

    private static Loaded read(@Nullable Path file) {
        return file == null
                ? ConfigReader.defaults(System.getenv())
                : ConfigReader.file(file, System.getenv());
    }

    private int mistakes(Loaded.Bad bad) {
        PrintWriter err = spec.commandLine().getErr();
        bad.mistakes().forEach(err::println);
        err.println(count(bad.mistakes().size()));
        return ExitCode.MISTAKE.code();
    }

    /** {@code 1 mistake}, {@code 2 mistakes}. */
    static String count(int mistakes) {
        return mistakes == 1 ? "1 mistake" : mistakes + " mistakes";
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
