package dev.cardea.server.config;

/** A text that is not a value of its key. Stackless: it becomes a {@link Finding} one call up. */
final class WrongValueException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongValueException(String what) {
        super(what, null, false, false);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
