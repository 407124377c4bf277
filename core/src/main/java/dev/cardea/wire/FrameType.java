package dev.cardea.wire;

/** The numbers of frame types; 16 and above are written in extended form. */
final class FrameType {
    static final int HELLO = 1;
    static final int WELCOME = 2;
    static final int AUTH = 3;
    static final int PING = 4;
    static final int PONG = 5;
    static final int CLOSE = 6;
    static final int GOAWAY = 7;
    static final int INPUT = 8;
    static final int EVENT = 9;
    static final int STATE = 10;
    static final int PATCH = 11;
    static final int ATTACHED = 12;
    static final int APPLIED = 13;
    static final int REQUEST = 14;
    static final int REPLY = 15;
    static final int ATTACH = 16;
    static final int GONE = 17;
    static final int CANCEL = 18;
    static final int FAULT = 19;

    /** Bit of the head octet: zlib body. Reserved; no frame may carry it yet. */
    static final int COMPRESSED = 0x08;

    /** Bit of the head octet: the type follows as a varint. */
    static final int EXTENDED = 0x04;

    /** Low bits of the head octet. */
    static final int DELIVERY_MASK = 0x03;

    static final int RELIABLE = 0;
    static final int LATEST = 1;
    static final int UNRELIABLE = 2;

    /** Flag of PATCH: frames of the same number follow. */
    static final int PATCH_MORE = 1;

    /** Flag of PATCH: a tick is there. */
    static final int PATCH_TICK = 2;

    private FrameType() {}
}
