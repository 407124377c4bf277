package planted.dev.cardea.net;

/** What others may not know. */
public final class Loop {}
