package dev.cardea.client;

/** A session did not come about. Immutable. */
public final class ConnectFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    ConnectFailed(int code, String text) {
        super(text);
        this.code = code;
    }

    /** Why: a {@link dev.cardea.wire.CloseCode} number or a game's. */
    public int code() {
        return code;
    }
}
