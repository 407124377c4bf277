/** Breaches that the rules must find. */
@NullMarked
package planted.dev.cardea.net;

import org.jspecify.annotations.NullMarked;
