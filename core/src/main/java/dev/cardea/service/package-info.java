/**
 * Services: functions that answer requests of players, and the memory that keeps a repeated request
 * from running twice.
 */
@NullMarked
package dev.cardea.service;

import org.jspecify.annotations.NullMarked;
