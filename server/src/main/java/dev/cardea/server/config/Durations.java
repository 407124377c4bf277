package dev.cardea.server.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as the configuration writes them: a whole number and a unit. Stateless. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*([A-Za-z]*)");
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long MILLIS_PER_MINUTE = 60 * MILLIS_PER_SECOND;
    private static final long MILLIS_PER_HOUR = 60 * MILLIS_PER_MINUTE;
    private static final long MILLIS_PER_DAY = 24 * MILLIS_PER_HOUR;

    private Durations() {}

    static Duration read(String text) throws WrongValueException {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new WrongValueException(
                    Quoting.quoted(text)
                            + " is not a time; write a whole number and ms, s, m, h or d");
        }
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            case "" ->
                    throw new WrongValueException(
                            text + " has no unit; did you mean " + text + "s?");
            default -> throw new WrongValueException(wrongUnit(form.group(1), form.group(2)));
        };
    }

    private static String wrongUnit(String count, String unit) {
        String meant =
                switch (unit.toLowerCase(Locale.ROOT)) {
                    case "ms", "msec", "msecs", "millis", "millisecond", "milliseconds" -> "ms";
                    case "s", "sec", "secs", "second", "seconds" -> "s";
                    case "m", "min", "mins", "minute", "minutes" -> "m";
                    case "h", "hr", "hrs", "hour", "hours" -> "h";
                    case "d", "day", "days" -> "d";
                    default -> "";
                };
        String what = Quoting.quoted(unit) + " is no unit of time";
        return meant.isEmpty()
                ? what + "; use ms, s, m, h or d"
                : what + "; did you mean " + count + meant + "?";
    }

    /** The shortest exact form. */
    static String show(Duration value) {
        long millis = value.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % MILLIS_PER_DAY == 0) {
            return millis / MILLIS_PER_DAY + "d";
        }
        if (millis % MILLIS_PER_HOUR == 0) {
            return millis / MILLIS_PER_HOUR + "h";
        }
        if (millis % MILLIS_PER_MINUTE == 0) {
            return millis / MILLIS_PER_MINUTE + "m";
        }
        return millis % MILLIS_PER_SECOND == 0 ? millis / MILLIS_PER_SECOND + "s" : millis + "ms";
    }
}
