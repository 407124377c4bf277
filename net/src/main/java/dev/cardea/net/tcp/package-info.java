/** TCP and TLS. */
@NullMarked
package dev.cardea.net.tcp;

import org.jspecify.annotations.NullMarked;
