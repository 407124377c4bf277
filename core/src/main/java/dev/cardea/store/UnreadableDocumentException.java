package dev.cardea.store;

/** What is stored cannot be read as the record of this build: its components have changed. */
public final class UnreadableDocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param type the name of the type
     * @param what is wrong, and where in the document
     */
    public UnreadableDocumentException(String type, Owner owner, String key, String what) {
        super("document " + type + " of " + owner + ", key " + key + ": " + what);
    }
}
