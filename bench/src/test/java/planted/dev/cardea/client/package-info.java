/** Breaches that the rules must find. */
@NullMarked
package planted.dev.cardea.client;

import org.jspecify.annotations.NullMarked;
