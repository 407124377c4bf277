package dev.cardea.server.admin;

import java.util.function.Supplier;

/**
 * One address of the admin port. Immutable.
 *
 * @param path what stands behind the port, such as {@code /health}
 * @param about what it is for, in a few words
 * @param answer makes the answer; called on the admin port's own thread, so it may take some
 *     milliseconds
 */
public record Page(String path, String about, Supplier<Answer> answer) {

    /**
     * What a page says. Immutable.
     *
     * @param status the HTTP status
     * @param contentType the media type
     * @param body the text
     */
    public record Answer(int status, String contentType, String body) {

        /** Plain text, with a line break added. */
        public static Answer text(int status, String body) {
            return new Answer(status, "text/plain; charset=utf-8", body + "\n");
        }

        /** JSON. */
        public static Answer json(String body) {
            return new Answer(200, "application/json", body);
        }
    }
}
