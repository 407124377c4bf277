package dev.cardea.server.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to a server that breaks after a random number of bytes, anywhere, in either direction, as
 * long as it is told to. Safe from any thread; each direction of a connection has a thread.
 */
final class CuttingProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 1024;

    private final ServerSocket listening;
    private final int serverPort;
    private final SplittableRandom seeds;
    private final int bytesMax;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean cutting = true;

    /**
     * @param bytesMax a direction carries fewer bytes than that before it breaks
     */
    CuttingProxy(int serverPort, long seed, int bytesMax) throws IOException {
        this.serverPort = serverPort;
        this.seeds = new SplittableRandom(seed);
        this.bytesMax = bytesMax;
        listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    /** Where clients connect to. */
    int port() {
        return listening.getLocalPort();
    }

    /** From now on new connections live. Those that are to break still do. */
    void stopCutting() {
        cutting = false;
    }

    /** How often a way broke. */
    int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                open.add(client);
                open.add(server);
                Way up = new Way(client, server, seeds.split());
                Way down = new Way(server, client, seeds.split());
                Thread.startVirtualThread(up::carry);
                Thread.startVirtualThread(down::carry);
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** One direction of a connection. */
    private final class Way {
        private final Socket from;
        private final Socket to;
        private final SplittableRandom random;

        Way(Socket from, Socket to, SplittableRandom random) {
            this.from = from;
            this.to = to;
            this.random = random;
        }

        void carry() {
            boolean breaks = cutting;
            int left = breaks ? random.nextInt(1, bytesMax) : Integer.MAX_VALUE;
            byte[] buffer = new byte[BUFFER_BYTES];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int read = in.read(buffer, 0, Math.min(left, BUFFER_BYTES));
                while (read > 0) {
                    out.write(buffer, 0, read);
                    left -= breaks ? read : 0;
                    if (left <= 0) {
                        cuts.incrementAndGet();
                        return;
                    }
                    read = in.read(buffer, 0, Math.min(left, BUFFER_BYTES));
                }
            } catch (IOException broken) {
                // the other direction broke
            } finally {
                open.remove(from);
                open.remove(to);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
