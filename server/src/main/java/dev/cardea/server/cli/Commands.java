package dev.cardea.server.cli;

import dev.cardea.room.RoomType;
import dev.cardea.server.config.Loaded;
import dev.cardea.server.logging.Logs;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as a whole. Confined to one call. */
@Command(
        name = "cardea",
        description = "A game server.",
        versionProvider = Commands.Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  start                        the server, and where its page is",
            "  start --config server.yaml   the same, configured",
            "  config check server.yaml     all mistakes of a file",
            "  config print > server.yaml   every key with its default",
            "  replay FILE                  a recorded room, again",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong command line or configuration,",
            "3 cannot start (a port is taken, ...), 130 ended by a second Ctrl-C."
        })
public final class Commands implements Runnable {
    private static final int COLUMNS = 80;

    /** Starts a server from a configuration. */
    @FunctionalInterface
    public interface Starter {
        /** Serves until it is stopped; returns how it ended. */
        ExitCode start(Request request);
    }

    /**
     * What to start, and where to say so.
     *
     * @param loaded a configuration without mistakes
     * @param out the terminal
     * @param err the terminal, for what goes wrong
     */
    public record Request(Loaded.Good loaded, PrintWriter out, PrintWriter err) {}

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it in before it calls anything
    private CommandSpec spec;

    /**
     * Does what the arguments say.
     *
     * @param starter runs {@code start}
     * @param rooms the types of rooms that can be replayed
     * @param arguments the command and its options; none means {@code --help}
     * @return the process's exit code
     */
    public static int execute(Starter starter, List<RoomType<?, ?, ?>> rooms, String... arguments) {
        if (arguments.length > 0 && !arguments[0].startsWith("-")) {
            for (Tool tool : ServiceLoader.load(Tool.class)) {
                if (tool.name().equals(arguments[0])) {
                    Logs.silence();
                    return tool.run(List.of(arguments).subList(1, arguments.length));
                }
            }
        }
        if (List.of(arguments).contains(ReplayCommand.NAME)) {
            Logs.silence(); // rooms may log, as they did when they were recorded
        }
        CommandLine line = new CommandLine(new Commands());
        line.addSubcommand(new StartCommand(starter));
        line.addSubcommand(new ConfigCommand());
        line.addSubcommand(new ReplayCommand(rooms));
        line.addSubcommand(new VersionCommand());
        for (Tool tool : ServiceLoader.load(Tool.class)) {
            CommandSpec listed = CommandSpec.create().name(tool.name());
            listed.usageMessage().description(tool.about());
            line.addSubcommand(tool.name(), listed);
        }
        addHelp(line);
        line.addMixin("version", new VersionOption());
        line.addSubcommand(new CommandLine.HelpCommand());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setUsageHelpWidth(COLUMNS);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(Commands::failed);
        return line.execute(arguments);
    }

    private static void addHelp(CommandLine line) {
        line.addMixin("help", new HelpOption());
        line.getSubcommands().values().forEach(Commands::addHelp);
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        e.printStackTrace(line.getErr());
        return ExitCode.FAILED.code();
    }

    /** Without a command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What {@code --version} prints. */
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.text()};
        }
    }
}
