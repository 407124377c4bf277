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
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A client on TCP that does nothing by itself, so that a test sees what the server does. For one
 * thread.
 */
public final class RawClient implements AutoCloseable {
    private static final int READ_MILLIS_MAX = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private Bytes body = Bytes.EMPTY;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(READ_MILLIS_MAX);
    }

    /** Connects, and says no more than the preamble. */
    public static RawClient connect(int port) throws IOException {
        return begin(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** The same with little room in its kernel for what the server sends. */
    public static RawClient connect(int port, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBytes); // before it connects: TCP announces it then
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return begin(socket);
    }

    /** Speaks on a connection that somebody else made. */
    public static RawClient begin(Socket connected) throws IOException {
        RawClient client = new RawClient(connected);
        connected.getOutputStream().write(new byte[] {'C', 'A', 'R', 'D', 1, 0});
        return client;
    }

    /** Signs in under a development name, and reads up to WELCOME. */
    public static RawClient signIn(int port, String name) throws IOException {
        return signIn(port, "dev", name);
    }

    /** Signs in with a credential, and reads up to WELCOME. */
    public static RawClient signIn(int port, String scheme, String proof) throws IOException {
        RawClient client = connect(port);
        client.send(hello(scheme, proof));
        return client;
    }

    public static Frame.Hello hello(String scheme, String proof) {
        Bytes bytes = Bytes.copyOf(proof.getBytes(StandardCharsets.UTF_8));
        return new Frame.Hello(1, new Frame.Credential(scheme, bytes), null, List.of(), "test", 0);
    }

    /** The HELLO of a session that was on one connection before. */
    public static Frame.Hello resume(Bytes token) {
        return new Frame.Hello(2, null, token, List.of(), "test", 0);
    }

    public void send(Frame frame) throws IOException {
        send(1, frame, Bytes.EMPTY);
    }

    /** Sends a frame with a body, so many times, in one piece. */
    public void send(int times, Frame frame, Bytes withBody) throws IOException {
        ByteBuf out = Unpooled.buffer();
        for (int i = 0; i < times; i++) {
            int mark = Records.begin(out);
            frame.write(out);
            withBody.writeTo(out);
            Records.end(out, mark);
        }
        out.readBytes(socket.getOutputStream(), out.readableBytes());
    }

    /** The next frame of that type; others before it are passed over. */
    public <F extends Frame> F await(Class<F> type) throws IOException {
        Frame frame = read();
        while (!type.isInstance(frame)) {
            frame = read();
        }
        return type.cast(frame);
    }

    /** The next frame. */
    public Frame read() throws IOException {
        byte[] bytes = new byte[(in.readUnsignedShort() << 8) | in.readUnsignedByte()];
        in.readFully(bytes);
        ByteBuf record = Unpooled.wrappedBuffer(bytes);
        Frame frame = Frame.read(record);
        body = Bytes.of(record);
        return frame;
    }

    /** The body of the frame that was read last. */
    public Bytes body() {
        return body;
    }

    /** Whether the server has closed, after whatever it still said. */
    public boolean isClosedByServer() throws IOException {
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
