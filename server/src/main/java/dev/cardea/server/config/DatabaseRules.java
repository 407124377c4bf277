package dev.cardea.server.config;

import java.util.List;
import java.util.function.Predicate;

/** The rules of the section database that need more than one key. Immutable. */
record DatabaseRules(Config config, Origins origins, Predicate<String> wrong) {
    private static final String ALLOW = "security.allow_insecure: true";

    /** Of PostgreSQL's 100, the rest is for its owner's tools. */
    private static final int EMBEDDED_CONNECTIONS_MAX = 90;

    void addTo(List<Finding> mistakes) {
        Config.Database database = config.database();
        if (wrong.test("database.mode")) {
            return;
        }
        switch (database.mode()) {
            case NONE -> {}
            case EMBEDDED -> {
                if (database.folder().toString().isEmpty()) {
                    mistakes.add(mistake("database.folder", "name a folder, or set mode: none"));
                }
                if (database.connections() > EMBEDDED_CONNECTIONS_MAX) {
                    mistakes.add(
                            mistake(
                                    "database.connections",
                                    "the embedded database takes at most "
                                            + EMBEDDED_CONNECTIONS_MAX));
                }
                ownsNothingElse(mistakes);
            }
            case EXTERNAL -> external(mistakes);
        }
    }

    /** Who writes an address means it to be used. */
    private void ownsNothingElse(List<Finding> mistakes) {
        if (!config.database().url().isEmpty()) {
            mistakes.add(mistake("database.url", "has no effect unless database.mode is external"));
        }
    }

    private void external(List<Finding> mistakes) {
        Config.Database database = config.database();
        if (database.user().isEmpty()) {
            mistakes.add(
                    mistake("database.user", "an external database needs the role to work as"));
        }
        boolean noMigrator = database.migrationUser().isEmpty();
        if (noMigrator && database.migrationPassword().length() > 0) {
            mistakes.add(
                    mistake(
                            "database.migration_password",
                            "has no effect without database.migration_user"));
        }
        if (database.url().isEmpty()) {
            mistakes.add(
                    mistake(
                            "database.url",
                            "an external database needs its address; write"
                                    + " postgresql://HOST:PORT/NAME"));
            return;
        }
        try {
            reached(DatabaseUrl.of(database.url()), mistakes);
        } catch (WrongValueException e) {
            mistakes.add(mistake("database.url", e.what()));
        }
    }

    private void reached(DatabaseUrl url, List<Finding> mistakes) {
        boolean allowed = config.security().allowInsecure();
        if (!Hosts.loopback(url.host()) && !url.verified() && !allowed) {
            mistakes.add(
                    mistake(
                            "database.url",
                            url.host()
                                    + " is another machine, and anyone on the way could read and"
                                    + " change what is kept; add ?sslmode=verify-full, or on a"
                                    + " closed network set "
                                    + ALLOW));
        }
    }

    private Finding mistake(String path, String what) {
        return new Finding(origins.of(path), path, what);
    }
}
