package dev.cardea.server.config;

/**
 * One thing wrong, or worth knowing, in the configuration. Immutable.
 *
 * @param where the place of the key or value
 * @param key the key's full name; empty for the file as a whole
 * @param what what is wrong, what is allowed and, where something is close, what may have been
 *     meant
 */
public record Finding(Origin where, String key, String what) {

    @Override
    public String toString() {
        return key.isEmpty() ? where + ": " + what : where + ": " + key + ": " + what;
    }
}
