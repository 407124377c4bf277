package dev.cardea.server.store.embedded;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.event.Level;

/**
 * A line of PostgreSQL's log. Immutable.
 *
 * @param level at which it goes into ours
 * @param text what it says, with its severity
 */
record LogLine(Level level, String text) {
    /** What each line is to begin with: the kind of process, as {@code [checkpointer] }. */
    static final String PREFIX = "[%b] ";

    private static final String READY =
            "[postmaster] LOG:  database system is ready to accept connections";
    private static final Pattern LINE = Pattern.compile("(?:\\[([^]]*)] )?([A-Z]+\\d?): .*");

    /**
     * Reads it. ERROR and FATAL of a process that serves a connection are for debugging: the client
     * has been told, and knows better how grave it is; a row that exists already is none of the
     * operator's business, and could be written a thousand times a second by a player.
     *
     * @param before the level of the line before, which goes on if this one only adds to it
     */
    static LogLine parse(String line, Level before) {
        if (line.startsWith("\t")) {
            return new LogLine(before, line.strip());
        }
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return new LogLine(Level.DEBUG, line);
        }
        String process = parts.group(1) == null ? "" : parts.group(1);
        return new LogLine(level(parts.group(2), process, before), line);
    }

    private static Level level(String severity, String process, Level before) {
        return switch (severity) {
            case "WARNING", "PANIC" -> Level.WARN;
            case "ERROR", "FATAL" -> process.endsWith("client backend") ? Level.DEBUG : Level.WARN;
            case "DETAIL", "HINT", "CONTEXT", "QUERY", "STATEMENT", "LOCATION" -> before;
            default -> Level.DEBUG;
        };
    }

    /** Whether it says that clients may connect. */
    boolean saysReady() {
        return text.equals(READY);
    }
}
