package dev.cardea.room.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cardea.room.Listing;
import dev.cardea.session.OwnerId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists of rooms as text: a line for each, {@code owner members seats name value name value ...},
 * each as in the query of a URL. Stateless.
 */
final class ListingsForm {
    private static final int BEFORE_LABELS = 3;

    private ListingsForm() {}

    static String question(String type, Map<String, String> labels, int max) {
        return type + ' ' + new TreeMap<>(labels) + ' ' + max;
    }

    static String text(List<Listing> found) {
        StringBuilder text = new StringBuilder();
        for (Listing listing : found) {
            text.append(escaped(listing.room().toString()));
            text.append(' ').append(listing.members()).append(' ').append(listing.seats());
            listing.labels()
                    .forEach(
                            (name, value) ->
                                    text.append(' ')
                                            .append(escaped(name))
                                            .append(' ')
                                            .append(escaped(value)));
            text.append('\n');
        }
        return text.toString();
    }

    /**
     * Reads {@link #text}.
     *
     * @throws RuntimeException if it is none
     */
    static List<Listing> read(String text) {
        return text.lines().map(ListingsForm::line).toList();
    }

    private static Listing line(String line) {
        String[] words = line.split(" ", -1);
        Map<String, String> labels = new LinkedHashMap<>(); // in the order that the room saw
        for (int i = BEFORE_LABELS; i < words.length; i += 2) {
            labels.put(plain(words[i]), plain(words[i + 1]));
        }
        return new Listing(
                OwnerId.parse(plain(words[0])),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                labels);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static String plain(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
