/** Connections to servers, over TCP, TLS and WebSocket: the client's end of the transports. */
@NullMarked
package dev.cardea.net.dial;

import org.jspecify.annotations.NullMarked;
