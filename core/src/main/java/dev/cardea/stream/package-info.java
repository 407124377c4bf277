/** The owner's half of the streams, and the frames of the links between gateways and nodes. */
@NullMarked
package dev.cardea.stream;

import org.jspecify.annotations.NullMarked;
