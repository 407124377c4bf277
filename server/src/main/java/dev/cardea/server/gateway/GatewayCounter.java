package dev.cardea.server.gateway;

/**
 * What a gateway counts besides closes, violations and malformed frames, which {@link
 * GatewayMetrics} counts by their own enums. Faults are those of peers.
 */
public enum GatewayCounter {
    CONNECTIONS("connections accepted", false),
    CUT("connections that ended without a CLOSE of either side", false),
    SESSIONS("connections that got WELCOME", false),
    RESUMED("sessions that came with a token", false),
    RECORDS_IN("records from clients", false),
    BYTES_IN("bytes of records from clients", false),
    RECORDS_OUT("records to clients", false),
    BYTES_OUT("bytes of records to clients", false),
    REFUSED_FULL("connections refused: the gateway is full", true),
    REFUSED_ADDRESS("connections refused: too many from their address", true),
    CREDENTIAL_REFUSED("credentials that an authenticator refused", true),
    UNKNOWN_SCHEME("credentials of a scheme that no authenticator has", true),
    TOKEN_EXPIRED("session tokens past their time", true),
    TOKEN_FORGED("session tokens that no key of ours has signed", true),
    LOWER_ATTEMPT("attempts below one that is connected", true),
    ABSURD_ATTEMPT("attempts of 0, or over 2^20 above one that is connected", true),
    OUT_OF_ORDER("frames before WELCOME, or a second HELLO", true),
    FORBIDDEN_FRAME("frames that only a server may send", true),
    FORBIDDEN_OWNER("ATTACH for the agent of somebody else", true),
    UNKNOWN_OWNER_NAME("ATTACH for what is no owner's name", true),
    TOO_MANY_STREAMS("ATTACH beyond the bound on streams", true),
    THROTTLED("times that reading paused because a client was above its rate", true),
    INPUT_DROPPED("inputs for a channel or seat that is not attached (R13)", false),
    LATEST_OVERWRITTEN("LATEST messages replaced while a client was slow", false),
    LATEST_DROPPED("LATEST messages dropped: too many keys wait for a slow client", false),
    UNRELIABLE_DROPPED("UNRELIABLE messages dropped while a client was slow", false),
    UNAVAILABLE_ANSWERED("requests answered UNAVAILABLE: no link, or a full one", false),
    LINKS_OPENED("links to nodes opened", false),
    LINKS_LOST("links to nodes lost", false),
    LINK_MALFORMED("links closed because of what a node sent", false),
    GAPS("events whose prev was wrong (R6)", false),
    ATTACHES("ATTACH sent to nodes", false),
    STALE_FRAMES("frames of nodes for what is no longer attached", false),
    GOAWAYS("GOAWAY sent", false);

    private final String text;
    private final boolean fault;

    GatewayCounter(String text, boolean fault) {
        this.text = text;
        this.fault = fault;
    }

    /** What is counted, for people. */
    public String text() {
        return text;
    }

    /** Whether it counts faults of peers. */
    public boolean fault() {
        return fault;
    }
}
