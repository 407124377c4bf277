package dev.cardea.client.engine;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;

/** The way up to the server, as streams and requests see it. Confined to the session's loop. */
interface Uplink {
    /** For frames that have none. */
    Bytes NO_BODY = Bytes.EMPTY;

    /** Sends {@code frame} and its body with this turn's batch; {@code body} is not changed. */
    void send(Frame frame, Bytes body);
}
