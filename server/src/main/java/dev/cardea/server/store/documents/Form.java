package dev.cardea.server.store.documents;

import tools.jackson.databind.JsonNode;

/** How values of one Java type are JSON. Immutable. */
interface Form {
    /** Records, lists and maps within each other. */
    int DEPTH_MAX = 32;

    /**
     * {@code value} as JSON.
     *
     * @param depth how many values this one is in
     * @throws UnfitException if it cannot be
     */
    JsonNode write(Object value, int depth);

    /**
     * The value that {@code json} is.
     *
     * @throws UnfitException if it is none
     */
    Object read(JsonNode json, int depth);

    /** Refuses what is nested too deep. */
    static int within(int depth) {
        if (depth >= DEPTH_MAX) {
            throw new UnfitException("values nested deeper than " + DEPTH_MAX);
        }
        return depth + 1;
    }
}
