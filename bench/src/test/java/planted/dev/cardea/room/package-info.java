/** Breaches that the rules must find. */
@NullMarked
package planted.dev.cardea.room;

import org.jspecify.annotations.NullMarked;
