package dev.cardea.server.store;

import dev.cardea.server.store.DatabaseRefusedException.Why;
import java.sql.SQLException;

/** Reads in what a driver throws what people have to change. Stateless. */
final class Refusals {
    private Refusals() {}

    /** Of anything thrown; the first that PostgreSQL or its driver said is the reason. */
    static DatabaseRefusedException of(Throwable thrown, Why otherwise) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof SQLException said) {
                return new DatabaseRefusedException(why(said, otherwise), line(said), thrown);
            }
        }
        return new DatabaseRefusedException(otherwise, line(thrown), thrown);
    }

    /** By the class of the SQLSTATE (PostgreSQL's manual, appendix A). */
    private static Why why(SQLException said, Why otherwise) {
        String state = said.getSQLState();
        if (state == null) {
            return otherwise;
        }
        if (state.equals("42501")) {
            return Why.RIGHTS;
        }
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08", "3D" -> Why.ADDRESS;
            case "28" -> Why.SIGN_IN;
            case "53", "57" -> Why.STATE;
            default -> otherwise;
        };
    }

    private static String line(Throwable said) {
        String message = said.getMessage();
        String text = message == null ? said.getClass().getSimpleName() : message;
        return text.strip().replaceAll("\\s+", " ");
    }
}
