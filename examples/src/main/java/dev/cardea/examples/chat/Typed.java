package dev.cardea.examples.chat;

import java.util.Locale;

/** What a person typed into the terminal. Immutable. */
sealed interface Typed {
    /** Say this to the channel. */
    record Say(String text) implements Typed {}

    /** Go to another channel. */
    record Join(String channel) implements Typed {}

    /** Tell one person. */
    record Whisper(String to, String text) implements Typed {}

    /** List who is here. */
    record Who() implements Typed {}

    /** Leave and end. */
    record Quit() implements Typed {}

    /** Show the commands. */
    record Help() implements Typed {}

    /** A command that is none, or lacks something; {@code usage} says how it goes. */
    record Mistyped(String usage) implements Typed {}

    /** Nothing. */
    record Blank() implements Typed {}

    /** Reads one line. A line that begins with two slashes is said with one. */
    static Typed of(String line) {
        String text = line.strip();
        if (text.isEmpty()) {
            return new Blank();
        }
        if (!text.startsWith("/") || text.startsWith("//")) {
            return new Say(text.startsWith("//") ? text.substring(1) : text);
        }
        String[] words = text.split("\\s+", 2);
        String rest = words.length == 2 ? words[1] : "";
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "/join", "/j" -> rest.isEmpty() ? new Mistyped("/join CHANNEL") : new Join(rest);
            case "/whisper", "/w", "/msg" -> whisper(rest);
            case "/who" -> new Who();
            case "/quit", "/q", "/exit" -> new Quit();
            case "/help", "/h", "/?" -> new Help();
            default -> new Mistyped("/join CHANNEL, /whisper NAME TEXT, /who, /quit, /help");
        };
    }

    private static Typed whisper(String rest) {
        String[] words = rest.split("\\s+", 2);
        return words.length < 2 || words[0].isEmpty()
                ? new Mistyped("/whisper NAME TEXT")
                : new Whisper(words[0], words[1]);
    }
}
