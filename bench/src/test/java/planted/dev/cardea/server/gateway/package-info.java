/** Breaches that the rules must find. */
@NullMarked
package planted.dev.cardea.server.gateway;

import org.jspecify.annotations.NullMarked;
