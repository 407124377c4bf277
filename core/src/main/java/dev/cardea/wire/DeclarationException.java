package dev.cardea.wire;

import java.util.List;

/** Records that cannot be put on the wire as they are declared: a bug, found at start. */
public final class DeclarationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    DeclarationException(List<String> mistakes) {
        super(String.join(System.lineSeparator(), mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** All that is wrong, each as {@code Where.component: what}. */
    public List<String> mistakes() {
        return mistakes;
    }
}
