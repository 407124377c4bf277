package dev.cardea.server.store.documents;

import dev.cardea.store.Cursor;
import dev.cardea.store.DocumentType;
import dev.cardea.store.MalformedCursorException;
import dev.cardea.store.Query;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The text of cursors: the place of the last document of a page, and of which query it is. A place,
 * not a number of rows to pass over: what is written before it moves nothing. Not signed: whoever
 * makes one up sees what the query shows anyhow. Stateless.
 */
final class Cursors {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Cursors() {}

    /** Behind which document a page begins: the value in the index, the owner, the key. */
    record Place(String value, String owner, String key) {}

    /** What cursors of a query begin with: those of another do not. */
    static List<String> of(DocumentType<?> type, Query query) {
        return List.of("query", type.name(), query.index(), query.order().name());
    }

    /** What cursors of a list begin with. */
    static List<String> ofList(DocumentType<?> type, String owner) {
        return List.of("list", type.name(), owner);
    }

    static Cursor cursor(List<String> subject, Place place) {
        List<String> parts = new ArrayList<>(subject);
        parts.addAll(List.of(place.value(), place.owner(), place.key()));
        byte[] json = MAPPER.writeValueAsBytes(parts);
        return new Cursor(Base64.getUrlEncoder().withoutPadding().encodeToString(json));
    }

    /**
     * Reads what a cursor says that is not {@link Cursor#START}.
     *
     * @throws MalformedCursorException if it is none of that subject
     */
    static Place place(List<String> subject, Cursor cursor) {
        List<String> parts = parts(cursor);
        int at = subject.size();
        if (parts.size() != at + 3 || !parts.subList(0, at).equals(subject)) {
            throw new MalformedCursorException("of another query");
        }
        Place place = new Place(parts.get(at), parts.get(at + 1), parts.get(at + 2));
        try {
            PlainText.indexed(place.value());
        } catch (UnfitException e) {
            throw new MalformedCursorException("no value of an index");
        }
        boolean isOwner = place.owner().isEmpty() || PlainText.isKey(place.owner());
        if (!isOwner || !PlainText.isKey(place.key())) {
            throw new MalformedCursorException("no owner or key");
        }
        return place;
    }

    private static List<String> parts(Cursor cursor) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(cursor.text());
            List<String> parts = new ArrayList<>();
            JsonNode array = MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
            for (JsonNode part : array) {
                parts.add(part.isString() ? part.stringValue() : "");
            }
            return parts;
        } catch (IllegalArgumentException | JacksonException e) {
            throw new MalformedCursorException("not one that was handed out");
        }
    }

    /** The number of a place in an index by numbers. */
    static long number(Place place) {
        try {
            return Long.parseLong(place.value());
        } catch (NumberFormatException e) {
            throw new MalformedCursorException("no number");
        }
    }
}
