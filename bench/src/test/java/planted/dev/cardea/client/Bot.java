package planted.dev.cardea.client;

/** What others may not know. */
public final class Bot {}
