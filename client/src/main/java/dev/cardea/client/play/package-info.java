/**
 * What a game that moves needs between a room's tables and its picture: the room's clock, rows in
 * motion, and what the player does before the room has said so. Optional; the JavaScript client has
 * the same in {@code play.js}, and vectors that the tests of both read.
 *
 * <pre>{@code
 * static final Motion<Ship> MOTION = Motion.of((from, to, fraction) -> new Ship(
 *         (float) Motion.line(from.x(), to.x(), fraction),
 *         (float) Motion.turn(from.heading(), to.heading(), fraction),
 *         from.hp()));
 *
 * PlayoutClock clock = new PlayoutClock(new TickClock(room.tickRate()));
 * Interpolation<Ship> ships = new Interpolation<>(MOTION);
 * Prediction<Ship, Steer> mine = new Prediction<>(MOTION, Rules::steer);
 *
 * // on each patch
 * clock.told(tick, nowNanos);
 * ships.told(room.tick(), room.table(SHIPS)::forEach);
 * room.table(SHIPS).get(me).ifPresent(ship -> mine.confirm(ship, room.applied()));
 *
 * // what the player does
 * if (room.send(steer) instanceof SendResult.Sent(long n)) {
 *     mine.input(n, steer);
 * }
 *
 * // in each picture
 * ships.forEach(clock.tickAt(nowNanos), (key, ship) -> draw(ship));
 * mine.visible(nowNanos).ifPresent(ship -> draw(ship));
 * }</pre>
 *
 * <p>No timers and no clock of its own: times are nanoseconds that the game passes in, of one clock
 * that does not step back, such as {@link System#nanoTime}. Every object is confined to one thread,
 * which may be the session's loop or the game's own: then the listener of the room hands over, with
 * each patch, the rows and the number of inputs applied, which belong together.
 */
@NullMarked
package dev.cardea.client.play;

import org.jspecify.annotations.NullMarked;
