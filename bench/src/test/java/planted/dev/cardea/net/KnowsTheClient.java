package planted.dev.cardea.net;

import planted.dev.cardea.client.Bot;

/** The net may not know the client. */
public final class KnowsTheClient {
    public Bot bot = new Bot();
}
