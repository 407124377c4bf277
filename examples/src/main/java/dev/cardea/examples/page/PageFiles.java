package dev.cardea.examples.page;

import dev.cardea.net.websocket.HttpPages;
import dev.cardea.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a page, from the folder {@code page} beside a class, read once. Immutable.
 *
 * <p>A real game serves its pages from elsewhere; an example's come from the server itself, so that
 * there is something to look at in the first minute.
 */
public final class PageFiles implements HttpPages {
    private static final Map<String, String> CONTENT_TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml");

    private final Map<String, Page> pages = new LinkedHashMap<>();

    /**
     * Reads the files.
     *
     * @param beside whose package has the folder
     * @param names of the files; {@code index.html} is one of them, and served at {@code /} too
     * @throws IllegalArgumentException if a file is of no type that is known here
     * @throws IllegalStateException if a file is missing
     */
    public PageFiles(Class<?> beside, List<String> names) {
        for (String name : names) {
            String type = CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type == null) {
                throw new IllegalArgumentException("of no known type: " + name);
            }
            pages.put("/" + name, new Page(type, read(beside, name)));
        }
        Page first = pages.get("/index.html");
        if (first == null) {
            throw new IllegalArgumentException("no index.html among " + names);
        }
        pages.put("/", first);
    }

    @Override
    public @Nullable Page at(String path) {
        return pages.get(path);
    }

    private static Bytes read(Class<?> beside, String file) {
        try (InputStream in = beside.getResourceAsStream("page/" + file)) {
            if (in == null) {
                throw new IllegalStateException("page/" + file + " is missing from the jar");
            }
            return Bytes.copyOf(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("page/" + file, unreadable);
        }
    }
}
