package dev.cardea.server.config;

/**
 * How somebody's text is repeated in a message: short, and unable to fake another line. Stateless.
 */
final class Quoting {
    private static final int SHOWN_CHARS_MAX = 40;

    private Quoting() {}

    static String quoted(String text) {
        String shown =
                text.length() <= SHOWN_CHARS_MAX
                        ? text
                        : text.substring(0, SHOWN_CHARS_MAX) + "...";
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
