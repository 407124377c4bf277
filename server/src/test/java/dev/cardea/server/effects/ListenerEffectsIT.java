package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.net.websocket.HttpPages;
import dev.cardea.server.Cardea;
import dev.cardea.server.Child;
import dev.cardea.server.RawClient;
import dev.cardea.server.RunningServer;
import dev.cardea.server.config.Config;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sections server, listeners, tls and admin. */
@Timeout(60)
@ExtendWith(Trials.class)
class ListenerEffectsIT {
    /** Loopback as well, on Linux. */
    private static final String OTHER = "127.0.0.2";

    /** A page that says which thread made it. */
    private static final HttpPages PAGES =
            path -> {
                byte[] thread = Thread.currentThread().getName().getBytes(StandardCharsets.UTF_8);
                return new HttpPages.Page("text/plain", Bytes.copyOf(thread));
            };

    @TempDir private Path folder;

    private static String page(InetSocketAddress at) throws IOException {
        try (Socket socket = new Socket(at.getAddress(), at.getPort())) {
            return page(socket);
        }
    }

    private static String page(Socket socket) throws IOException {
        byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(request);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return taken.getLocalPort();
        }
    }

    @Test
    @Effect("server.host")
    void bindsTheBrowsersListenerToItsHost(Trial trial) throws Exception {
        RunningServer server = trial.start("server.host: " + OTHER);
        assertThat(page(new InetSocketAddress(OTHER, Trial.web(server).getPort())))
                .startsWith("HTTP/1.1 404");
        assertThatThrownBy(
                        () -> page(new InetSocketAddress("127.0.0.1", Trial.web(server).getPort())))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    @Effect("server.port")
    void bindsTheBrowsersListenerToItsPort(Trial trial) throws Exception {
        int port = freePort();
        trial.start("server.port: " + port);
        assertThat(page(new InetSocketAddress("127.0.0.1", port))).startsWith("HTTP/1.1 404");
    }

    @Test
    @Effect({"server.transport", "tls.certificate", "tls.key"})
    void encryptsTheBrowsersListener(Trial trial) throws Exception {
        Pem pem = Pem.make(folder);
        RunningServer server =
                trial.start(
                        "server.transport: wss",
                        "tls.certificate: " + pem.certificate(),
                        "tls.key: " + pem.key());
        int port = Trial.web(server).getPort();
        try (Socket socket = pem.trusting().createSocket("127.0.0.1", port)) {
            assertThat(page(socket)).startsWith("HTTP/1.1 404");
        }
        assertThatThrownBy(() -> page(Trial.web(server)).charAt(0))
                .isInstanceOfAny(SocketException.class, IndexOutOfBoundsException.class);
    }

    @Test
    @Effect("server.drain_time")
    void givesPlayersItsDrainTimeToGo(Trial trial) throws Exception {
        Child child = trial.startChild("server.drain_time: 0s");
        int port = Integer.parseInt(child.await("tcp://127.0.0.1:([0-9]+)").group(1));
        child.await("Ctrl-C drains");
        Guest guest = new Guest(trial.keep(RawClient.connect(port)), "ann");
        child.signal("TERM");
        assertThat(guest.wire.await(Frame.GoAway.class).deadlineMillis()).isZero();
        Frame.Close close = guest.wire.await(Frame.Close.class);
        assertThat(close.code()).isEqualTo(CloseCode.GOING_AWAY.number());
        assertThat(child.exitCode()).isZero();
    }

    @Test
    @Effect("server.io_threads")
    void spreadsConnectionsOverItsThreads(Trial trial) throws Exception {
        RunningServer server = trial.start(Cardea.server().pages(PAGES), "server.io_threads: 5");
        Set<String> threads = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            threads.add(page(Trial.web(server)).lines().toList().getLast());
        }
        assertThat(threads).hasSize(5).allMatch(name -> name.startsWith("cardea-io-"));
    }

    @Test
    @Effect("server.room_threads")
    void runsSoManyRoomsAtOnce(Trial trial) throws Exception {
        RunningServer server = trial.start(new Workshop(5).game(), "server.room_threads: 5");
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            guests.add(trial.signIn(server, "guest" + i).join("room" + i));
        }
        for (Guest guest : guests) {
            guest.say(new Workshop.Input.Meet());
        }
        for (Guest guest : guests) {
            assertThat(guest.line()).isEqualTo("met");
        }
    }

    @Test
    @Effect({"listeners", "listeners[].port"})
    void listensOnEveryPortOfItsList(Trial trial) throws Exception {
        int first = freePort();
        RunningServer server = trial.start("listeners: [{port: " + first + "}, {port: 0}]");
        assertThat(server.addresses()).hasSize(3);
        assertThat(Trial.tcp(server)).isEqualTo(first);
        for (RunningServer.Address each : server.addresses().subList(1, 3)) {
            new Guest(trial.keep(RawClient.connect(each.bound().getPort())), "ann");
        }
    }

    @Test
    @Effect("listeners[].transport")
    void speaksTheTransportOfEachListener(Trial trial) throws Exception {
        Pem pem = Pem.make(folder);
        RunningServer server =
                trial.start(
                        "listeners: [{transport: tls, port: 0}, {transport: ws, port: 0}]",
                        "tls.certificate: " + pem.certificate(),
                        "tls.key: " + pem.key());
        Socket encrypted = pem.trusting().createSocket("127.0.0.1", Trial.tcp(server));
        new Guest(trial.keep(RawClient.begin(encrypted)), "ann");
        RunningServer.Address web = server.addresses().get(2);
        assertThat(web.transport()).isEqualTo(Config.Transport.WS);
        assertThat(page(web.bound())).startsWith("HTTP/1.1 404");
    }

    @Test
    @Effect("listeners[].host")
    void bindsEachListenerToItsHost(Trial trial) throws Exception {
        RunningServer server = trial.start("listeners: [{host: " + OTHER + ", port: 0}]");
        assertThatThrownBy(() -> RawClient.connect(Trial.tcp(server)))
                .isInstanceOf(ConnectException.class);
        Socket socket = new Socket(OTHER, Trial.tcp(server));
        new Guest(trial.keep(RawClient.begin(socket)), "ann");
    }

    @Test
    @Effect("admin.host")
    void bindsTheAdminPortToItsHost(Trial trial) throws Exception {
        RunningServer server = trial.start("admin.host: " + OTHER);
        assertThat(server.adminAddress().getAddress().getHostAddress()).isEqualTo(OTHER);
        assertThat(Trial.admin(server, "/live")).isEqualTo("live\n");
    }

    @Test
    @Effect("admin.port")
    void bindsTheAdminPortToItsPort(Trial trial) throws Exception {
        int port = freePort();
        RunningServer server = trial.start("admin.port: " + port);
        assertThat(server.adminAddress().getPort()).isEqualTo(port);
        assertThat(Trial.admin(server, "/live")).isEqualTo("live\n");
    }
}
