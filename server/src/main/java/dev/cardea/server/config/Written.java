package dev.cardea.server.config;

import java.nio.file.Path;

/**
 * A scalar as somebody wrote it. Immutable.
 *
 * @param text the text, {@code ${NAME}} already replaced
 * @param origin where it was written
 * @param fromEnvironment whether all or part of it came from the environment, not from a file
 * @param base the folder that relative {@code file:} paths start from
 */
record Written(String text, Origin origin, boolean fromEnvironment, Path base) {}
