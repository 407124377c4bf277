package dev.cardea.examples.chat;

import dev.cardea.net.websocket.HttpPages;
import dev.cardea.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page that one chats with in a browser: a few files beside this class, read once. Immutable.
 *
 * <p>A real game serves its pages from elsewhere; this one comes from the server itself so that
 * there is something to look at in the first minute.
 */
public final class ChatPage implements HttpPages {
    private static final Map<String, String> CONTENT_TYPES =
            Map.of(
                    "index.html", "text/html; charset=utf-8",
                    "chat.css", "text/css; charset=utf-8",
                    "chat.js", "text/javascript; charset=utf-8",
                    "channel.js", "text/javascript; charset=utf-8",
                    "view.js", "text/javascript; charset=utf-8",
                    "cardea.js", "text/javascript; charset=utf-8",
                    "icon.svg", "image/svg+xml");

    private final Map<String, Page> pages = new LinkedHashMap<>();

    /** Reads the files. */
    public ChatPage() {
        CONTENT_TYPES.forEach((file, type) -> pages.put("/" + file, new Page(type, read(file))));
        pages.put("/", pages.get("/index.html"));
    }

    @Override
    public @Nullable Page at(String path) {
        return pages.get(path);
    }

    private static Bytes read(String file) {
        try (InputStream in = ChatPage.class.getResourceAsStream("page/" + file)) {
            if (in == null) {
                throw new IllegalStateException("page/" + file + " is missing from the jar");
            }
            return Bytes.copyOf(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("page/" + file, unreadable);
        }
    }
}
