/** WebSocket. */
@NullMarked
package dev.cardea.net.websocket;

import org.jspecify.annotations.NullMarked;
