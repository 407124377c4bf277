/** Breaches that the rules must find. */
@NullMarked
package planted.dev.cardea.session;

import org.jspecify.annotations.NullMarked;
