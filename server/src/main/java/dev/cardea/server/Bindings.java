package dev.cardea.server;

import dev.cardea.server.config.Origin;
import dev.cardea.server.config.Origins;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Binds addresses of the configuration, and says in one line why one cannot be. Immutable. */
final class Bindings {
    private static final int PRIVILEGED_PORTS = 1024;

    private final Origins origins;

    Bindings(Origins origins) {
        this.origins = origins;
    }

    /** Binds a socket. */
    @FunctionalInterface
    interface Binder<T> {
        T bind(InetSocketAddress address) throws IOException;
    }

    /**
     * Binds host and port of the section {@code path}.
     *
     * @throws CannotStartException naming the key and what to do
     */
    <T> T bind(String path, String host, int port, Binder<T> binder) throws CannotStartException {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            String what = "nobody knows the host " + host + "; write an address of this machine";
            throw cannot(path + ".host", what, e);
        }
        try {
            return binder.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            String at = StartTable.authority(new InetSocketAddress(address, port));
            if (!isLocal(address)) {
                throw cannot(path + ".host", at + " is no address of this machine", e);
            }
            String hint =
                    port > 0 && port < PRIVILEGED_PORTS
                            ? "the port is taken, or this user may not have it (ports below 1024)"
                            : "the port is taken; stop the other program, or choose another port"
                                    + " (0 takes a free one)";
            throw cannot(path + ".port", "cannot listen on " + at + ": " + hint, e);
        }
    }

    /** Whether somebody wrote the key, or the section that it is in. */
    boolean isWritten(String key) {
        return !(origins.of(key) instanceof Origin.BuiltIn);
    }

    /** A line that begins with the place of the key. */
    CannotStartException cannot(String key, String what) {
        return new CannotStartException(origins.of(key) + ": " + key + ": " + what);
    }

    /** A line that begins with the place of the key. */
    CannotStartException cannot(String key, String what, Throwable cause) {
        return new CannotStartException(origins.of(key) + ": " + key + ": " + what, cause);
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true; // not to be told: the port is the likelier reason
        }
    }
}
