/**
 * For authors of rooms: a room with its members in virtual time, and a check that it depends on
 * nothing but its events. docs/TESTING-ROOMS.md is the guide.
 */
@NullMarked
package dev.cardea.testkit.room;

import org.jspecify.annotations.NullMarked;
