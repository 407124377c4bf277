package dev.cardea.store;

/**
 * Which documents of a type, by what an index says of them. Those with equal values come in the
 * order of their owners and keys; texts are in the order of their code points. Immutable.
 *
 * <pre>{@code
 * Query.between("level", 10, 20).descending().limit(10)
 * }</pre>
 *
 * @param index its name, as the type declares it
 * @param limit documents on a page, 1 to {@link #LIMIT_MAX}
 * @param after where the page begins
 */
public record Query(String index, Range range, Order order, int limit, Cursor after) {
    /** Documents on a page. */
    public static final int LIMIT_MAX = 100;

    public Query {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit: 1 to " + LIMIT_MAX + ", not " + limit);
        }
    }

    /** From which end. */
    public enum Order {
        ASCENDING,
        DESCENDING
    }

    /** Which values. Immutable. */
    public sealed interface Range {}

    /** All that are in the index. */
    public record All() implements Range {}

    /** Numbers from {@code min} to {@code max}, both among them. */
    public record Numbers(long min, long max) implements Range {}

    /** Texts from {@code min} to {@code max}, both among them. */
    public record Texts(String min, String max) implements Range {}

    /** Every document that is in the index. */
    public static Query all(String index) {
        return of(index, new All());
    }

    /** Those of that number. */
    public static Query equal(String index, long number) {
        return between(index, number, number);
    }

    /** Those of that text. */
    public static Query equal(String index, String text) {
        return between(index, text, text);
    }

    /** Those of these numbers, both among them. */
    public static Query between(String index, long min, long max) {
        return of(index, new Numbers(min, max));
    }

    /** Those of these texts, both among them. */
    public static Query between(String index, String min, String max) {
        return of(index, new Texts(min, max));
    }

    private static Query of(String index, Range range) {
        return new Query(index, range, Order.ASCENDING, LIMIT_MAX, Cursor.START);
    }

    /** The same from the other end. */
    public Query descending() {
        return new Query(index, range, Order.DESCENDING, limit, after);
    }

    /** The same with at most so many documents. */
    public Query limit(int documents) {
        return new Query(index, range, order, documents, after);
    }

    /** The same from there on. */
    public Query after(Cursor cursor) {
        return new Query(index, range, order, limit, cursor);
    }
}
