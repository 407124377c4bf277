/** The log: Logback set up in code, from the configuration alone. */
@NullMarked
package dev.cardea.server.logging;

import org.jspecify.annotations.NullMarked;
