package dev.cardea.server.config;

import java.util.Map;
import java.util.Optional;

/** Where the keys of a configuration were written. Immutable. */
public final class Origins {
    /** Of a configuration that was not read from anywhere. */
    public static final Origins NONE = new Origins(Map.of());

    private final Map<String, Origin> written;

    Origins(Map<String, Origin> written) {
        this.written = Map.copyOf(written);
    }

    /** The place of a key, or of the closest section around it that was written. */
    public Origin of(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            Origin origin = written.get(at);
            if (origin != null) {
                return origin;
            }
        }
        return new Origin.BuiltIn();
    }

    /** The place of exactly this key; empty if its value is the default. */
    Optional<Origin> exactly(String path) {
        return Optional.ofNullable(written.get(path));
    }

    private static String parent(String path) {
        int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return cut < 0 ? "" : path.substring(0, cut);
    }
}
