package dev.cardea.bench.raw;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The floor under the baseline: one selector, one buffer, whatever was read is written back. It
 * tells whether the baseline's figures can be right on this machine at this time.
 */
public final class PlainSocketServer {
    private static final int BUFFER_BYTES = 1 << 16;

    private PlainSocketServer() {}

    /** Serves until the process ends; prints {@code port N} when it does. */
    public static void main(String[] args) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress("127.0.0.1", 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        System.out.println("port " + ((InetSocketAddress) server.getLocalAddress()).getPort());
        System.out.println("ready");
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (true) {
            selector.select(
                    key -> {
                        try {
                            turn(selector, server, key, buffer);
                        } catch (IOException gone) {
                            key.cancel();
                        }
                    });
        }
    }

    private static void turn(
            Selector selector, ServerSocketChannel server, SelectionKey key, ByteBuffer buffer)
            throws IOException {
        if (key.isAcceptable()) {
            SocketChannel peer = server.accept();
            peer.configureBlocking(false);
            peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
            peer.register(selector, SelectionKey.OP_READ);
            return;
        }
        SocketChannel peer = (SocketChannel) key.channel();
        buffer.clear();
        if (peer.read(buffer) < 0) {
            peer.close();
            return;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            peer.write(buffer);
        }
    }
}
