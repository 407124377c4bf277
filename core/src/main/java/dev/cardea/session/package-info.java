/** Who talks: sessions, owners, and where in a stream they are. */
@NullMarked
package dev.cardea.session;

import org.jspecify.annotations.NullMarked;
