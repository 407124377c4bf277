package dev.cardea.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.server.Cardea;
import dev.cardea.server.RunningServer;
import dev.cardea.server.config.Config;
import dev.cardea.server.config.ConfigReader;
import dev.cardea.server.config.Loaded;
import dev.cardea.service.Service;
import dev.cardea.session.Position;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Id;
import dev.cardea.wire.MalformedException.Kind;
import dev.cardea.wire.ReplyStatus;
import dev.cardea.wire.Utf8;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bad input for which a node is needed, sent to a whole server; and what its metrics say. */
@Timeout(60)
class ServerBadInputIT {
    private static final int ECHO = 1024;

    private RunningServer server;
    private final List<RawClient> clients = new ArrayList<>();

    /** Takes what it is told and says nothing. */
    private static final class Cellar implements Room<Input, None> {
        @Override
        public void onInput(Member from, Input input) {}

        @Override
        public void onJoin(Member who) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}
    }

    /** What a client may say. */
    sealed interface Input {
        @Id(1)
        record Say(String text) implements Input {}

        @Id(2)
        record Stack(Crate top) implements Input {}
    }

    /** What the room would say. */
    sealed interface Output {
        @Id(1)
        record Echo(String text) implements Output {}
    }

    /** Holds another one, or not. */
    record Crate(@Nullable Crate inner) {}

    /** Of the one service. */
    record Ask(String text, @Nullable Crate crate) {}

    @BeforeEach
    void start() throws Exception {
        RoomType<Input, Output, None> cellar =
                RoomType.<Input, Output, None>of(
                                "cellar", (Stage<Output, None> stage) -> new Cellar())
                        .inputs(Input.class)
                        .outputs(Output.class);
        Service echo =
                Service.define(
                        "echo",
                        routes -> routes.inline(ECHO, Ask.class, Ask.class, (caller, ask) -> ask));
        Map<String, String> environment =
                Map.of(
                        "CARDEA_SERVER_PORT", "0",
                        "CARDEA_ADMIN_PORT", "0",
                        "CARDEA_LISTENERS", "[{port: 0}]");
        Config config = ((Loaded.Good) ConfigReader.defaults(environment)).config();
        server = Cardea.server().rooms(cellar).services(echo).keepingNothing().start(config);
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private RawClient connect() throws Exception {
        InetSocketAddress tcp =
                server.addresses().stream()
                        .filter(each -> each.transport() == Config.Transport.TCP)
                        .findFirst()
                        .orElseThrow()
                        .bound();
        RawClient client = RawClient.connect("tcp", tcp, null);
        clients.add(client);
        return client;
    }

    private RawClient signedIn() throws Exception {
        RawClient client = connect();
        client.hello("ann" + clients.size());
        client.await(Frame.Welcome.class);
        return client;
    }

    private String metrics() throws Exception {
        URI page = URI.create("http://127.0.0.1:" + server.adminAddress().getPort() + "/metrics");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
        }
    }

    /** One value of the metrics page; the name as Prometheus shows it. */
    private String metric(String name) throws Exception {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + ' '))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("not there");
    }

    // ---- inputs ----

    /** Sends one input with that body to a room, and hears how the connection is closed. */
    private Frame.Close closedFor(Bytes body) throws Exception {
        RawClient client = signedIn();
        ByteBuf join = Unpooled.buffer();
        Utf8.write(join, "cellar");
        Utf8.write(join, "one");
        client.send(new Frame.Request(1, false, 0, 1), Bytes.of(join.writeByte(0)));
        assertThat(client.await(Frame.Reply.class).status()).isEqualTo(ReplyStatus.OK);
        client.send(new Frame.Attach(new Frame.Stream("cellar/one", Position.NEW)), Bytes.EMPTY);
        Frame.Attached attached = client.await(Frame.Attached.class);
        while (attached.channel() == 0) {
            attached = client.await(Frame.Attached.class);
        }
        client.send(new Frame.Input(attached.channel(), false, attached.seat() & 0xFF, 1), body);
        return client.await(Frame.Close.class);
    }

    private static Bytes octets(int... octets) {
        ByteBuf out = Unpooled.buffer();
        for (int octet : octets) {
            out.writeByte(octet);
        }
        return Bytes.of(out);
    }

    /** Crates in crates. */
    private static ByteBuf crates(int depth) {
        ByteBuf crate = Unpooled.buffer().writeByte(0);
        for (int i = 1; i < depth; i++) {
            ByteBuf outer = Unpooled.buffer().writeByte(1);
            Varint.writeInt(outer, crate.readableBytes());
            crate = outer.writeBytes(crate);
        }
        return crate;
    }

    private static Bytes stack(int depth) {
        ByteBuf crates = crates(depth);
        ByteBuf input = Unpooled.buffer().writeByte(2);
        Varint.writeInt(input, crates.readableBytes());
        return Bytes.of(input.writeBytes(crates));
    }

    private void closes(Kind kind, Bytes body) throws Exception {
        Frame.Close close = closedFor(body);
        assertThat(CloseCode.of(close.code())).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(close.text()).isEqualTo("malformed input: " + kind);
    }

    @Test
    void closesOnInputsThatAreNoMessageOfTheirRoom() throws Exception {
        closes(Kind.UNKNOWN_ID, octets(99));
        closes(Kind.TRUNCATED, octets());
        closes(Kind.TRUNCATED, octets(1, 20, 'x'));
        closes(Kind.NON_CANONICAL, octets(0x81, 0x00));
        closes(Kind.BAD_UTF8, octets(1, 2, 0xC0, 0x80));
        assertThat(metric("cardea_node_inputs_malformed_total")).isEqualTo("5.0");
        assertThat(metric("cardea_gateway_closes_total{code=\"protocol_error\"}")).isEqualTo("5.0");
        assertThat(metric("cardea_node_rooms_failed_total")).isEqualTo("0.0");
    }

    @Test
    void closesOnANestingBomb() throws Exception {
        closes(Kind.TOO_DEEP, stack(17));
        closes(Kind.TOO_DEEP, stack(10_000));
        assertThat(metric("cardea_node_inputs_malformed_total")).isEqualTo("2.0");
    }

    // ---- requests ----

    private static int status(RawClient client, int correlation, int route, Bytes body)
            throws IOException {
        client.send(new Frame.Request(correlation, false, 0, route), body);
        Frame.Reply reply = client.await(Frame.Reply.class);
        assertThat(reply.correlation()).isEqualTo(correlation);
        return reply.status();
    }

    private static Bytes ask(int depth) {
        return Bytes.of(nested(Unpooled.buffer().writeByte(0).writeByte(1), crates(depth)));
    }

    private static ByteBuf nested(ByteBuf out, ByteBuf value) {
        Varint.writeInt(out, value.readableBytes());
        return out.writeBytes(value);
    }

    @Test
    void answersBadRequestsAndTheSessionLives() throws Exception {
        RawClient client = signedIn();
        assertThat(status(client, 1, 4_711, octets())).isEqualTo(ReplyStatus.UNKNOWN_ROUTE);
        assertThat(status(client, 2, 3_000_000, octets(1))).isEqualTo(ReplyStatus.UNKNOWN_ROUTE);
        assertThat(status(client, 3, ECHO, octets(9, 'x'))).isEqualTo(ReplyStatus.BAD_REQUEST);
        assertThat(status(client, 4, ECHO, octets(2, 0xC0, 0x80, 0)))
                .isEqualTo(ReplyStatus.BAD_REQUEST);
        assertThat(status(client, 5, ECHO, octets(0x80, 0, 0))).isEqualTo(ReplyStatus.BAD_REQUEST);
        assertThat(status(client, 6, ECHO, ask(10_000))).isEqualTo(ReplyStatus.BAD_REQUEST);
        assertThat(status(client, 7, 1, octets(0xFF))).isEqualTo(ReplyStatus.BAD_REQUEST);
        assertThat(metric("cardea_node_requests_bad_total")).isEqualTo("7.0");
        assertThat(status(client, 8, ECHO, ask(3))).isEqualTo(ReplyStatus.OK);
        assertThat(metric("cardea_node_requests_failed_total")).isEqualTo("0.0");
    }

    // ---- attempts ----

    /** The connections spread over the event loops, of which only one knows the older one. */
    @Test
    void refusesALowerAttemptOnWhicheverLoopItArrives() throws Exception {
        RawClient first = connect();
        first.hello(9, "ann");
        Bytes token = first.await(Frame.Welcome.class).token();
        first.await(Frame.Attached.class);
        for (int i = 1; i <= 6; i++) {
            RawClient lower = connect();
            lower.resume(i, token);
            assertThat(GatewayRig.closeCode(lower)).isEqualTo(CloseCode.SUPERSEDED);
        }
        first.send(new Frame.Ping(5), Bytes.EMPTY);
        assertThat(first.await(Frame.Pong.class).t0()).isEqualTo(5);
        assertThat(metric("cardea_gateway_closes_total{code=\"superseded\"}")).isEqualTo("6.0");
    }

    // ---- what is written about it ----

    @Test
    void thePageNamesCountersThatTheMetricsShowAndTestsThatExist() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "BAD-INPUT.md"));
        List<String> shown =
                metrics().lines().map(line -> line.replaceFirst(" [^ ]*$", "")).toList();
        assertThat(named(page, "`(cardea_\\w+(?:\\{\\w+=\"\\w+\"})?)`"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(shown).contains(name));
        Map<String, String> tests = tests();
        assertThat(named(page, "`(\\w+(?:Test|IT)\\.\\w+)`"))
                .isNotEmpty()
                .allSatisfy(
                        name -> {
                            String[] parts = name.split("\\.", 2);
                            assertThat(tests.getOrDefault(parts[0], ""))
                                    .contains("void " + parts[1] + "(");
                        });
    }

    private static List<String> named(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(result -> result.group(1))
                .distinct()
                .toList();
    }

    /** The text of each test class of the modules that read what clients send. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (String module : List.of("core", "net", "server")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    tests.put(name, Files.readString(file));
                }
            }
        }
        return tests;
    }
}
