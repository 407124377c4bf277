package dev.cardea.stream;

/** No rows. Stateless. */
final class NoRows implements Rows, Rows.Cursor {
    @Override
    public int tickRate() {
        return 0;
    }

    @Override
    public long tick() {
        return 0;
    }

    @Override
    public boolean changed() {
        return false;
    }

    @Override
    public void stamp(long seq, Sink changes, Sink removals) {}

    @Override
    public boolean differ() {
        return false;
    }

    @Override
    public void tell(int member, Sink sink) {}

    @Override
    public void tellWhole(int member, Sink sink) {}

    @Override
    public void told() {}

    @Override
    public long stamped() {
        return 0;
    }

    @Override
    public Cursor after(long seq) {
        return this;
    }

    @Override
    public long seq() {
        return Long.MAX_VALUE;
    }

    @Override
    public void write(Sink sink) {}
}
