/** Links between gateway loops and nodes. */
@NullMarked
package dev.cardea.net.link;

import org.jspecify.annotations.NullMarked;
