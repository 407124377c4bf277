package dev.cardea.server.store.ledger;

import dev.cardea.store.Outcome;
import dev.cardea.store.Outcome.Reason;
import dev.cardea.wire.Bytes;

/**
 * An answer as the table of operations has it. Immutable.
 *
 * @param hash of what it answered
 */
record StoredAnswer(Bytes hash, int result, String text) {
    static final int DONE = 1;
    static final int NOT_ENOUGH = 2;
    static final int TOO_MUCH = 3;

    /** The number for an outcome that is kept. */
    static int result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done() -> DONE;
            case Outcome.Refused(Reason reason, String _) ->
                    switch (reason) {
                        case NOT_ENOUGH -> NOT_ENOUGH;
                        case TOO_MUCH -> TOO_MUCH;
                        case ID_REUSED, FENCED -> throw new IllegalArgumentException("" + reason);
                    };
            case Outcome.TryLater _ -> throw new IllegalArgumentException("" + outcome);
        };
    }

    /** What whoever asks for {@code request} is told. */
    Outcome answer(Request request) {
        if (!hash.equals(request.hash())) {
            return new Outcome.Refused(
                    Reason.ID_REUSED, "another operation has the id " + request.id().value());
        }
        return switch (result) {
            case DONE -> new Outcome.Done();
            case NOT_ENOUGH -> new Outcome.Refused(Reason.NOT_ENOUGH, text);
            case TOO_MUCH -> new Outcome.Refused(Reason.TOO_MUCH, text);
            default -> throw new IllegalStateException("a result of " + result);
        };
    }
}
