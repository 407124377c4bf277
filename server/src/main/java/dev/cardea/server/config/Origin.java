package dev.cardea.server.config;

/** Where a value was written. Immutable. */
public sealed interface Origin {

    /** A place in a file; lines and columns count from 1. */
    record Place(String file, int line, int column) implements Origin {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }

    /** A variable of the environment. */
    record Variable(String name) implements Origin {
        @Override
        public String toString() {
            return "environment variable " + name;
        }
    }

    /** A file that is wrong as a whole. */
    record WholeFile(String file) implements Origin {
        @Override
        public String toString() {
            return file;
        }
    }

    /** Nowhere: the built-in default. */
    record BuiltIn() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }
}
