package planted.dev.cardea.session;

import planted.dev.cardea.net.Loop;

/** Core may not know the net. */
public final class KnowsTheNet {
    public Loop loop = new Loop();
}
