package dev.cardea.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The value of {@code database.url}. Immutable.
 *
 * @param host the machine, as it is written
 * @param name the database's
 * @param parameters what is behind the question mark, each {@code name=value}
 */
public record DatabaseUrl(String host, String name, List<String> parameters) {
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
    private static final Set<String> KEYS_OF_THEIR_OWN = Set.of("user", "password");
    private static final String FORM = "write postgresql://HOST:PORT/NAME";

    public DatabaseUrl {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads it.
     *
     * @throws WrongValueException saying what to write
     */
    static DatabaseUrl of(String text) throws WrongValueException {
        URI uri = uri(text);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (uri.getScheme() == null
                || !SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                || uri.getHost() == null
                || path.length() < 2
                || path.indexOf('/', 1) > 0
                || uri.getRawFragment() != null) {
            throw new WrongValueException("names no host and database; " + FORM);
        }
        List<String> parameters =
                uri.getRawQuery() == null ? List.of() : List.of(uri.getRawQuery().split("&"));
        if (uri.getRawUserInfo() != null || parameters.stream().anyMatch(DatabaseUrl::isOwnKey)) {
            throw new WrongValueException(
                    "holds a user or password; write them as database.user and"
                            + " database.password");
        }
        return new DatabaseUrl(uri.getHost(), path.substring(1), parameters);
    }

    private static URI uri(String text) throws WrongValueException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new WrongValueException("is no URL; " + FORM); // its text may hold a password
        }
    }

    private static boolean isOwnKey(String parameter) {
        return KEYS_OF_THEIR_OWN.contains(name(parameter));
    }

    private static String name(String parameter) {
        int end = parameter.indexOf('=');
        return end < 0 ? parameter : parameter.substring(0, end);
    }

    /** Whether nobody on the way can pose as the database. */
    boolean verified() {
        List<String> modes =
                parameters.stream().filter(any -> name(any).equals("sslmode")).toList();
        return modes.equals(List.of("sslmode=verify-full"));
    }
}
