package dev.cardea.examples.chat;

import dev.cardea.client.CardeaClient;
import dev.cardea.client.ConnectFailed;
import dev.cardea.client.Credential;
import dev.cardea.server.cli.Tool;
import dev.cardea.wire.CloseCode;
import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./cardea chat}: talk from a terminal, or from a script through a pipe. */
public final class ChatTool implements Tool {
    private static final int COLUMNS = 80;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public String about() {
        return "Talk from this terminal.";
    }

    @Override
    public int run(List<String> arguments) {
        CommandLine line = new CommandLine(new Call());
        line.setUsageHelpWidth(COLUMNS);
        return line.execute(arguments.toArray(String[]::new));
    }

    /** What the command line says. */
    @Command(
            name = "cardea chat",
            description = "Talk from this terminal.",
            footerHeading = "%nWhat you type:%n",
            footer = {
                "  any text               say it to the channel",
                "  /join CHANNEL          go to another channel",
                "  /whisper NAME TEXT     tell one person, wherever they are",
                "  /who                   who is here",
                "  /quit                  leave",
                "",
                "Examples:",
                "  ./cardea chat --name ann",
                "  ./cardea chat --name bob --server wss://game.example/cardea tavern",
                "  echo hello | ./cardea chat --name robot",
                "",
                "A connection that breaks is made again; what was typed meanwhile is said then."
            })
    static final class Call implements Callable<Integer> {
        @Option(
                names = {"-s", "--server"},
                paramLabel = "ADDRESS",
                defaultValue = "tcp://127.0.0.1:7777",
                description = "tcp://, tls://, ws:// or wss:// (${DEFAULT-VALUE}).")
        private String server = "";

        @Option(
                names = {"-n", "--name"},
                paramLabel = "NAME",
                description = "Who you are (the name of your account on this machine).")
        private String name = System.getProperty("user.name", "guest");

        @Option(
                names = "--trust",
                paramLabel = "FILE",
                description = "Trust the certificates in this PEM file alone.")
        private @Nullable Path trust;

        @Parameters(
                arity = "0..1",
                paramLabel = "CHANNEL",
                defaultValue = "lobby",
                description = "Where to begin (${DEFAULT-VALUE}).")
        private String channel = "";

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help and stop.")
        private boolean helpAsked;

        @Override
        public Integer call() throws Exception {
            boolean terminal = isTerminal();
            PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
            Transcript transcript = new Transcript(out, terminal, ZoneId.systemDefault());
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            try (ChatTerminal chat = new ChatTerminal(transcript)) {
                chat.connect(client());
                chat.join(channel);
                return chat.talk(in);
            } catch (ConnectFailed e) {
                System.err.println("cardea chat: " + e.getMessage());
                if (e.code() == CloseCode.UNAVAILABLE.number()) {
                    System.err.println("Is a server running there? ./cardea start runs one here.");
                }
                return 1;
            } catch (IllegalArgumentException e) {
                System.err.println("cardea chat: " + e.getMessage());
                return 2;
            }
        }

        @SuppressWarnings("SystemConsoleNull") // JDK 25 answers null again where nobody looks on
        private static boolean isTerminal() {
            Console console = System.console();
            return console != null && console.isTerminal();
        }

        private CardeaClient client() {
            CardeaClient.Builder builder =
                    CardeaClient.builder()
                            .endpoint(server)
                            .credential(Credential.development(name))
                            .version("cardea-chat")
                            .connectTimeout(CONNECT_TIMEOUT);
            if (trust != null) {
                builder.trust(trust);
            }
            return builder.build();
        }

        /** Whether help was asked for; picocli has shown it by then. */
        boolean helpAsked() {
            return helpAsked;
        }
    }
}
