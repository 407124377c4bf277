package dev.cardea.store;

/** What one player has of one unit. Immutable. */
public record Holding(String account, String unit) implements Comparable<Holding> {
    @Override
    public int compareTo(Holding other) {
        int byAccount = account.compareTo(other.account);
        return byAccount != 0 ? byAccount : unit.compareTo(other.unit);
    }
}
