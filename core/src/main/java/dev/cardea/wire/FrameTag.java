package dev.cardea.wire;

/**
 * The tags of HELLO's, WELCOME's and ATTACHED's fields. Unknown ones are skipped, so that new ones
 * may come.
 */
final class FrameTag {
    static final int HELLO_CREDENTIAL = 1;
    static final int HELLO_TOKEN = 2;
    static final int HELLO_STREAMS = 3;
    static final int HELLO_CLIENT = 4;
    static final int HELLO_CAPABILITIES = 5;

    static final int WELCOME_SESSION = 1;
    static final int WELCOME_TOKEN = 2;
    static final int WELCOME_TOKEN_LIFETIME = 3;
    static final int WELCOME_TIME = 4;
    static final int WELCOME_HEARTBEAT = 5;
    static final int WELCOME_LIMITS = 6;
    static final int WELCOME_ACCOUNT = 7;
    static final int WELCOME_NAME = 8;
    static final int WELCOME_GATEWAY = 9;

    static final int ATTACHED_TICK_RATE = 1;

    private FrameTag() {}
}
