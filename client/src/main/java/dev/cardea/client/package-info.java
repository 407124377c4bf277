/** The Java client. */
@NullMarked
package dev.cardea.client;

import org.jspecify.annotations.NullMarked;
