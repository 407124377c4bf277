package dev.cardea.server;

import dev.cardea.server.config.Config;
import dev.cardea.server.store.DatabaseRefusedException;
import dev.cardea.server.store.DatabaseRefusedException.Why;
import java.util.List;

/** Says in one line why there is no database, at which key, and what to do. Immutable. */
final class DatabaseFailures {
    private static final int TEXT_CHARS_MAX = 400;

    private final Config.Database config;
    private final Bindings bindings;

    DatabaseFailures(Config.Database config, Bindings bindings) {
        this.config = config;
        this.bindings = bindings;
    }

    /** A PostgreSQL of the server's own does not start. */
    CannotStartException ofFolder(Throwable cause) {
        String what =
                "PostgreSQL cannot run there: "
                        + line("" + cause.getMessage())
                        + "; name another folder, or set database.mode to external or none";
        return bindings.cannot("database.folder", what, cause);
    }

    /** The role that makes the tables could not. */
    CannotStartException ofOwner(DatabaseRefusedException e) {
        String role = config.migrationUser().isEmpty() ? "" : "migration_";
        return of(e.why(), role, "" + e.getMessage(), e);
    }

    /** The role that works with the tables could not. */
    CannotStartException ofWorker(DatabaseRefusedException e) {
        return of(e.why(), "", "" + e.getMessage(), e);
    }

    /** Something else with the database. */
    CannotStartException of(Why why, String said, Throwable cause) {
        return of(why, "", said, cause);
    }

    private CannotStartException of(Why why, String role, String said, Throwable cause) {
        boolean own = config.mode() == Config.DatabaseMode.EMBEDDED;
        String text = line(said);
        String what =
                switch (why) {
                    case ADDRESS -> "no database answers: " + text + "; start it, or correct this";
                    case SIGN_IN -> text + "; correct the role and its password";
                    case RIGHTS ->
                            text + "; grant it, or name a role that may in database.migration_user";
                    case TABLES ->
                            "its tables are not of this release and cannot be changed to it: "
                                    + text
                                    + "; use the release that wrote them, or restore a backup";
                    case STATE -> "the database cannot serve now: " + text + "; see its log";
                };
        String key =
                switch (why) {
                    case ADDRESS, TABLES, STATE -> "url";
                    case SIGN_IN, RIGHTS -> role + "user";
                };
        return bindings.cannot("database." + (own ? "folder" : key), what, cause);
    }

    /** It would run and lose what it has confirmed. */
    CannotStartException unsafe(List<String> settings) {
        String what =
                "the database may lose what it has confirmed, as these of its settings are off: "
                        + String.join(", ", settings)
                        + "; turn them on, or accept that with true";
        return bindings.cannot("database.unsafe_durability", what);
    }

    private static String line(String text) {
        String one = text.strip().replaceAll("\\s+", " ");
        return one.length() <= TEXT_CHARS_MAX ? one : one.substring(0, TEXT_CHARS_MAX) + "...";
    }
}
