package dev.cardea.stream;

/** The first octet of each link frame. */
final class LinkFrameType {
    static final int OPEN = 1;
    static final int SHUT = 2;
    static final int ATTACH = 3;
    static final int DETACH = 4;
    static final int INPUT = 5;
    static final int REQUEST = 6;
    static final int CANCEL = 7;

    static final int ATTACHED = 16;
    static final int STATE = 17;
    static final int EVENT = 18;
    static final int LATEST = 19;
    static final int UNRELIABLE = 20;
    static final int REPLAY = 21;
    static final int SYNCED = 22;
    static final int APPLIED = 23;
    static final int SUPERSEDED = 24;
    static final int AGAIN = 25;
    static final int GONE = 26;
    static final int END = 27;
    static final int REPLY = 28;
    static final int KICK = 29;
    static final int PATCH = 30;

    private LinkFrameType() {}
}
