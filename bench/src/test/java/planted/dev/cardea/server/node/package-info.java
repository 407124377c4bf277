/** Breaches that the rules must find. */
@NullMarked
package planted.dev.cardea.server.node;

import org.jspecify.annotations.NullMarked;
