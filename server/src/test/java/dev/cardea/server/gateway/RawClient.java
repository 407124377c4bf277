package dev.cardea.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A blocking socket, and what a client of each transport says on it: also what none should. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final boolean webSocket;
    private final ByteBuf message = Unpooled.buffer();

    private RawClient(Socket socket, boolean webSocket) throws IOException {
        this.socket = socket;
        this.webSocket = webSocket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A socket on which nothing was said. */
    static RawClient silent(InetSocketAddress to) throws IOException {
        return new RawClient(new Socket(to.getAddress(), to.getPort()), false);
    }

    /** A client that has said the preamble, or has been upgraded. */
    static RawClient connect(
            String scheme, InetSocketAddress to, @Nullable TestCertificate certificate)
            throws Exception {
        boolean webSocket = scheme.startsWith("ws");
        Socket socket =
                certificate == null
                        ? new Socket(to.getAddress(), to.getPort())
                        : trusting(certificate)
                                .getSocketFactory()
                                .createSocket(to.getAddress(), to.getPort());
        RawClient client = new RawClient(socket, webSocket);
        if (webSocket) {
            client.send(upgrade("/cardea", "Sec-WebSocket-Protocol: cardea.1\r\n"));
            String answer = client.readHead();
            if (!answer.startsWith("HTTP/1.1 101 ")) {
                throw new IOException(answer);
            }
        } else {
            client.send(new byte[] {'C', 'A', 'R', 'D', 1, 0});
        }
        return client;
    }

    private static SSLContext trusting(TestCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var file = Files.newInputStream(certificate.certificate())) {
            store.setCertificateEntry(
                    "test", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** An upgrade request with more headers. */
    static String upgrade(String path, String headers) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: game.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + headers
                + "\r\n";
    }

    // ---- saying ----

    void send(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    void send(Frame frame, Bytes body) throws IOException {
        byte[] record = record(frame, body);
        send(webSocket ? masked(0x82, record) : record);
    }

    /** One record around these octets, whatever they are. */
    void sendRecord(byte... frame) throws IOException {
        byte[] record =
                ByteBufUtil.getBytes(Unpooled.buffer().writeMedium(frame.length).writeBytes(frame));
        send(webSocket ? masked(0x82, record) : record);
    }

    void hello(String name) throws IOException {
        hello(1, name);
    }

    void hello(int attempt, String name) throws IOException {
        Frame.Credential credential = new Frame.Credential("dev", FakeClient.bytes(name));
        send(new Frame.Hello(attempt, credential, null, List.of(), "raw", 0), Bytes.EMPTY);
    }

    void resume(int attempt, Bytes token) throws IOException {
        send(new Frame.Hello(attempt, null, token, List.of(), "raw", 0), Bytes.EMPTY);
    }

    static byte[] record(Frame frame, Bytes body) {
        ByteBuf record = Unpooled.buffer();
        int mark = Records.begin(record);
        frame.write(record);
        body.writeTo(record);
        Records.end(record, mark);
        return ByteBufUtil.getBytes(record);
    }

    /** A WebSocket frame with a mask of zeros, which hides nothing. */
    static byte[] masked(int head, byte[] payload) {
        ByteBuf frame = Unpooled.buffer().writeByte(head);
        if (payload.length < 126) {
            frame.writeByte(0x80 | payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.writeByte(0x80 | 126).writeShort(payload.length);
        } else {
            frame.writeByte(0x80 | 127).writeLong(payload.length);
        }
        frame.writeInt(0).writeBytes(payload);
        return ByteBufUtil.getBytes(frame);
    }

    // ---- hearing ----

    /** Waits for a frame of that kind, over others. */
    <F extends Frame> F await(Class<F> kind) throws IOException {
        while (true) {
            Frame frame = next();
            if (kind.isInstance(frame)) {
                return kind.cast(frame);
            }
        }
    }

    /** The next frame; its body is thrown away. */
    Frame next() throws IOException {
        if (!webSocket) {
            return read(in.readNBytes(length(in.read(), in.readUnsignedShort())));
        }
        while (!message.isReadable()) {
            readMessage();
        }
        int length = message.readUnsignedMedium();
        byte[] frame = new byte[length];
        message.readBytes(frame);
        message.discardReadBytes();
        return read(frame);
    }

    private static int length(int high, int low) throws IOException {
        if (high < 0) {
            throw new EOFException();
        }
        return (high << 16) | low;
    }

    private static Frame read(byte[] frame) {
        return Frame.read(Unpooled.wrappedBuffer(frame));
    }

    private void readMessage() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        byte[] payload = in.readNBytes(payloadLength());
        if (opcode == 8) {
            throw new ClosedByServer(payload);
        }
        message.writeBytes(payload);
    }

    private int payloadLength() throws IOException {
        int length = in.readUnsignedByte() & 0x7F;
        return switch (length) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> length;
        };
    }

    /** The opcode and payload of the next WebSocket frame. */
    int awaitControl(int opcode) throws IOException {
        while (true) {
            int got = in.readUnsignedByte() & 0x0F;
            byte[] payload = in.readNBytes(payloadLength());
            if (got == opcode) {
                return payload.length < 2
                        ? payload.length
                        : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
            }
        }
    }

    /** The server's WebSocket close frame. */
    static final class ClosedByServer extends IOException {
        private static final long serialVersionUID = 1L;

        ClosedByServer(byte[] payload) {
            super("closed: " + new String(payload, ISO_8859_1));
        }
    }

    /** An HTTP answer's head. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Everything until the server closes; a reset ends it as well. Then closes too. */
    byte[] readToEnd() throws IOException {
        List<Byte> all = new ArrayList<>();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.add((byte) next);
            }
        } catch (SocketException reset) {
            // as good as the end
        }
        close();
        byte[] bytes = new byte[all.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = all.get(i);
        }
        return bytes;
    }

    String readTextToEnd() throws IOException {
        return new String(readToEnd(), ISO_8859_1);
    }

    /** Says that nothing follows. */
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
