package dev.cardea.server;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A client on TCP that does nothing by itself, so that a test sees what the server does. For one
 * thread.
 */
final class RawClient implements AutoCloseable {
    private static final int READ_MILLIS_MAX = 20_000;

    private final Socket socket;
    private final DataInputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(READ_MILLIS_MAX);
    }

    /** Connects, and says no more than the preamble. */
    static RawClient connect(int port) throws IOException {
        RawClient client = new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
        client.socket.getOutputStream().write(new byte[] {'C', 'A', 'R', 'D', 1, 0});
        return client;
    }

    /** Signs in under a development name, and reads up to WELCOME. */
    static RawClient signIn(int port, String name) throws IOException {
        return signIn(port, "dev", name);
    }

    /** Signs in with a credential, and reads up to WELCOME. */
    static RawClient signIn(int port, String scheme, String proof) throws IOException {
        RawClient client = connect(port);
        client.send(hello(scheme, proof));
        return client;
    }

    static Frame.Hello hello(String scheme, String proof) {
        Bytes bytes = Bytes.copyOf(proof.getBytes(StandardCharsets.UTF_8));
        return new Frame.Hello(1, new Frame.Credential(scheme, bytes), null, List.of(), "test", 0);
    }

    void send(Frame frame) throws IOException {
        ByteBuf out = Unpooled.buffer();
        int mark = Records.begin(out);
        frame.write(out);
        Records.end(out, mark);
        out.readBytes(socket.getOutputStream(), out.readableBytes());
    }

    /** The next frame of that type; others before it are passed over. */
    <F extends Frame> F await(Class<F> type) throws IOException {
        Frame frame = read();
        while (!type.isInstance(frame)) {
            frame = read();
        }
        return type.cast(frame);
    }

    /** The next frame. */
    Frame read() throws IOException {
        byte[] bytes = new byte[(in.readUnsignedShort() << 8) | in.readUnsignedByte()];
        in.readFully(bytes);
        return Frame.read(Unpooled.wrappedBuffer(bytes));
    }

    /** Whether the server has closed, after whatever it still said. */
    boolean isClosedByServer() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
