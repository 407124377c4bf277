package dev.cardea.tidy;

import java.util.List;

/** Something that holds of every file. Stateless. */
@FunctionalInterface
interface Rule {

    /** Where {@code file} breaks it; empty for a file that it does not speak of. */
    List<Finding> check(TextFile file);

    /** The same of the sources in Java. */
    @FunctionalInterface
    interface OfJava {
        List<Finding> check(JavaFile file);
    }
}
