package mygame;

import dev.cardea.net.websocket.HttpPages;
import dev.cardea.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The files of src/main/resources/page, read once. Immutable. */
final class Pages implements HttpPages {
    private static final Map<String, String> CONTENT_TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml",
                    "png", "image/png");

    private final Map<String, Page> pages = new HashMap<>();

    private Pages() {}

    /** Serves these files; {@code index.html} at {@code /} too. */
    static Pages of(String... names) {
        Pages pages = new Pages();
        for (String name : names) {
            String type = CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type == null) {
                throw new IllegalArgumentException("of no known type: " + name);
            }
            Page page = new Page(type, read("/page/" + name));
            pages.pages.put("/" + name, page);
            if (name.equals("index.html")) {
                pages.pages.put("/", page);
            }
        }
        return pages;
    }

    @Override
    public Page at(String path) {
        return pages.get(path);
    }

    private static Bytes read(String resource) {
        try (InputStream in = Pages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("src/main/resources" + resource + " is missing");
            }
            return Bytes.copyOf(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }
}
