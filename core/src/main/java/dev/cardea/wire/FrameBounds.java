package dev.cardea.wire;

import dev.cardea.session.OwnerId;

/** The bounds of fields within frames; docs/LIMITS.md lists them. */
public final class FrameBounds {
    /** Bytes of a frame beside its body, where it has one. */
    public static final int HEAD_BYTES_MAX = 64;

    /** Streams in one HELLO, and streams of one connection. */
    public static final int STREAMS_MAX = 64;

    /** Bytes of an owner's name. */
    public static final int OWNER_BYTES_MAX = OwnerId.TEXT_BYTES_MAX;

    /** Bytes of what a client says that it is. */
    public static final int CLIENT_BYTES_MAX = 256;

    /** Bytes of a credential's scheme. */
    public static final int SCHEME_BYTES_MAX = 16;

    /** Bytes of a credential or a session token; HELLO as a whole has a bound too. */
    public static final int PROOF_BYTES_MAX = 4096;

    /** Bytes of an account or a name: 64 characters. */
    public static final int NAME_BYTES_MAX = 256;

    /** Bytes of the text in CLOSE and GONE: what a WebSocket close frame holds. */
    public static final int CLOSE_TEXT_BYTES_MAX = 123;

    /** Bytes of the text in ERROR and in a REPLY that is none. */
    public static final int TEXT_BYTES_MAX = 256;

    /** Endpoints in a GOAWAY. */
    public static final int ENDPOINTS_MAX = 8;

    /** Bytes of an endpoint. */
    public static final int ENDPOINT_BYTES_MAX = 256;

    private FrameBounds() {}
}
