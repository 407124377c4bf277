package dev.cardea.stream;

import dev.cardea.session.OwnerId;
import java.util.function.LongSupplier;

/**
 * What an owner's stream is made of. Immutable.
 *
 * @param schema the hash of the owner's schema, told in ATTACHED
 * @param epoch the history it begins or, after a live move, goes on with
 * @param firstSeq the number before that of the first message; 0 outside tests
 * @param nanos a clock that never steps back
 */
public record OwnerSpec(
        OwnerId id,
        long schema,
        long epoch,
        long firstSeq,
        StreamLimits limits,
        RingBudget budget,
        LongSupplier nanos) {
    /** A stream that begins at number 0. */
    public static OwnerSpec of(
            OwnerId id, long epoch, StreamLimits limits, RingBudget budget, LongSupplier nanos) {
        return new OwnerSpec(id, 0, epoch, 0, limits, budget, nanos);
    }

    /** The same with a schema. */
    public OwnerSpec withSchema(long hash) {
        return new OwnerSpec(id, hash, epoch, firstSeq, limits, budget, nanos);
    }
}
