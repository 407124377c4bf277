package dev.cardea.tidy;

/**
 * A place where a rule is broken. Immutable.
 *
 * @param path from the root of the tree, with slashes
 * @param line from 1
 * @param what is wrong
 */
record Finding(String path, int line, String what) {

    /** As compilers print it, so that editors jump there. */
    @Override
    public String toString() {
        return path + ":" + line + ": " + what;
    }
}
