package planted.dev.cardea.server.node;

/** A node is told the time. */
public final class ReadsTheTime {
    public long now() {
        return System.nanoTime();
    }
}
