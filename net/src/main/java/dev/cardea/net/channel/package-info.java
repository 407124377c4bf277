/** What TCP and WebSocket share: event loops, listeners, and records on Netty's channels. */
@NullMarked
package dev.cardea.net.channel;

import org.jspecify.annotations.NullMarked;
