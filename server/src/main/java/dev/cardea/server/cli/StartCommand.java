package dev.cardea.server.cli;

import dev.cardea.server.config.ConfigReader;
import dev.cardea.server.config.Loaded;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Starts the server and stays until it is stopped. */
@Command(
        name = "start",
        header = "Start the server and print where it listens.",
        description = {
            "Ctrl-C or SIGTERM stops it: players are asked to go elsewhere, and when the",
            "drain time is over they are cut. A second Ctrl-C ends it at once."
        })
final class StartCommand implements Callable<Integer> {
    private final Commands.Starter starter;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A YAML file; without one, the defaults and the environment.")
    private @Nullable Path file;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it in before it calls anything
    private CommandSpec spec;

    StartCommand(Commands.Starter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Loaded loaded =
                file == null
                        ? ConfigReader.defaults(System.getenv())
                        : ConfigReader.file(file, System.getenv());
        return switch (loaded) {
            case Loaded.Good good -> starter.start(new Commands.Request(good, out, err)).code();
            case Loaded.Bad bad -> {
                bad.mistakes().forEach(err::println);
                err.println(ConfigCommand.count(bad.mistakes().size()) + "; nothing was started");
                yield ExitCode.MISTAKE.code();
            }
        };
    }
}
