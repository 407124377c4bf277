package dev.cardea.server.store;

import java.net.URI;

/** {@code postgresql://user:password@host:port/database}, as libpq writes it. Stateless. */
final class ExternalUrl {
    private ExternalUrl() {}

    static DatabaseAddress parse(String url) {
        URI uri = URI.create(url);
        String[] who = uri.getUserInfo().split(":", 2);
        return new DatabaseAddress(
                "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath()),
                who[0],
                who[1]);
    }
}
