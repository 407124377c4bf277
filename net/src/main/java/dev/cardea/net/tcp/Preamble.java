package dev.cardea.net.tcp;

import io.netty.buffer.ByteBuf;

/**
 * The six bytes that a client sends first on TCP and TLS (docs/PROTOCOL.md, "Connections and
 * records"): {@code CARD}, u8 major version, u8 flags. Confined to the connection's event loop.
 */
final class Preamble {
    static final int BYTES = 6;
    static final int VERSION = 1;

    private static final byte[] MAGIC = {'C', 'A', 'R', 'D'};

    /** What the bytes so far are. */
    enum Verdict {
        MORE,
        GOOD,
        HTTP,
        UNKNOWN_VERSION,
        WRONG
    }

    private int seen;

    /** Reads on; it stands behind the preamble when that is GOOD. */
    Verdict read(ByteBuf in) {
        while (in.isReadable()) {
            byte next = in.readByte();
            if (seen < MAGIC.length) {
                if (next != MAGIC[seen]) {
                    return isHttp(next) ? Verdict.HTTP : Verdict.WRONG;
                }
            } else if (seen == MAGIC.length) {
                if (next != VERSION) {
                    return Verdict.UNKNOWN_VERSION;
                }
            } else {
                return next == 0 ? Verdict.GOOD : Verdict.WRONG;
            }
            seen++;
        }
        return Verdict.MORE;
    }

    /** GET, POST, PUT, PATCH, HEAD, DELETE, OPTIONS, TRACE; and CONNECT, which begins like us. */
    private boolean isHttp(byte next) {
        return seen == 0 ? "GPHDOT".indexOf(next) >= 0 : seen == 1 && next == 'O';
    }

    /** The preamble of this version. */
    static void write(ByteBuf out) {
        out.writeBytes(MAGIC).writeByte(VERSION).writeByte(0);
    }
}
