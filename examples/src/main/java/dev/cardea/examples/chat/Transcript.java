package dev.cardea.examples.chat;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints what happens as lines. Safe from any thread: one line is one call of the writer.
 *
 * <p>Whatever others wrote loses its control characters here, so that nobody can draw on somebody
 * else's terminal.
 */
final class Transcript {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final String DIM = "\u001b[2m";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";
    private static final String ERASE_LINE_ABOVE = "\u001b[1A\u001b[2K\r";

    private final PrintWriter out;
    private final boolean terminal;
    private final ZoneId zone;

    /**
     * A transcript.
     *
     * @param terminal whether a person looks on, so that typed lines are replaced and colours used
     */
    Transcript(PrintWriter out, boolean terminal, ZoneId zone) {
        this.out = out;
        this.terminal = terminal;
        this.zone = zone;
    }

    /** A person ended a line with the return key: what they typed comes again from the server. */
    void typed() {
        if (terminal) {
            out.print(ERASE_LINE_ABOVE);
            out.flush();
        }
    }

    /** What the room said; {@code roster} knows it already. */
    void show(Chat.Output output, Roster roster) {
        switch (output) {
            case Chat.Output.Here here -> {
                here.lines().forEach(this::said);
                note(here.people().size() == 1 ? "you are alone here" : names(roster));
            }
            case Chat.Output.Joined(Chat.Person who) -> note(who.name() + " came in");
            case Chat.Output.Left(long member, boolean timedOut) ->
                    note(name(roster, member) + (timedOut ? " did not come back" : " left"));
            case Chat.Output.Presence(long member, boolean online) ->
                    note(name(roster, member) + (online ? " is back" : " lost the connection"));
            case Chat.Output.Line(Chat.Said line) -> said(line);
            case Chat.Output.Writing
                            writing -> {} // soon old, and a line of its own is too much for it
            case Chat.Output.Unsaid(String text, String why) ->
                    note("not said: " + text + " (" + why + ")");
        }
    }

    private void said(Chat.Said line) {
        String time = CLOCK.format(Instant.ofEpochMilli(line.atMillis()).atZone(zone));
        print(dim(time) + " " + bold(clean(line.name())) + ": " + clean(line.text()));
    }

    /** A whisper to or from this player. */
    void whispered(Whispers.Notice.Whispered whisper, String ownAccount) {
        boolean own = whisper.from().equals(ownAccount);
        String who = own ? "to " + whisper.to() : whisper.name();
        String time = CLOCK.format(Instant.ofEpochMilli(whisper.atMillis()).atZone(zone));
        print(
                dim(time)
                        + " "
                        + bold(clean(who))
                        + (own ? ", whispered: " : " whispers: ")
                        + clean(whisper.text()));
    }

    /** Who is here, on one line. */
    void who(Roster roster) {
        note(names(roster));
    }

    /** Something that nobody said. */
    void note(String text) {
        print(dim("* " + clean(text)));
    }

    private static String names(Roster roster) {
        return roster.people().stream()
                .map(person -> person.online() ? person.name() : person.name() + " (away)")
                .collect(Collectors.joining(", ", "here: ", ""));
    }

    private static String name(Roster roster, long member) {
        return roster.of(member).map(Chat.Person::name).orElse("somebody");
    }

    private String dim(String text) {
        return terminal ? DIM + text + PLAIN : text;
    }

    private String bold(String text) {
        return terminal ? BOLD + text + PLAIN : text;
    }

    private void print(String line) {
        out.println(line);
    }

    /** The text without control and format characters (Unicode Cc and Cf). */
    private static String clean(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }
}
