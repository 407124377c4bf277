package dev.cardea.server.store;

/**
 * Where a database is, and as whom to connect. Immutable. Its text hides the password.
 *
 * @param url for JDBC, such as {@code jdbc:postgresql://127.0.0.1:5432/cardea}
 * @param user the role
 * @param password that role's
 */
public record DatabaseAddress(String url, String user, String password) {
    @Override
    public String toString() {
        return user + " at " + url;
    }
}
