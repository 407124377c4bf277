package planted.dev.cardea.server.node;

/** A node is given its chance. */
public final class DrawsChance {
    public double chance() {
        return Math.random();
    }
}
