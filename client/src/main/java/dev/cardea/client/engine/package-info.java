/**
 * What a client does, without sockets, threads or a clock of its own: sessions, streams, requests,
 * heartbeat and reconnecting as plain state machines. The rules R1 to R17 are docs/PROTOCOL.md's.
 *
 * <p>Everything here is confined to one {@link dev.cardea.net.Loop} per session unless it says
 * otherwise, so that the simulation runs it in virtual time.
 */
@NullMarked
package dev.cardea.client.engine;

import org.jspecify.annotations.NullMarked;
