/**
 * The configuration: one YAML file bound to one tree of records.
 *
 * <p>{@link dev.cardea.server.config.Config} is the only source. The annotation on each record
 * component carries the default, the range, the unit and the meaning of its key; the reader, {@code
 * config print}, docs/CONFIG.md and docs/LIMITS.md are all made from it.
 */
@NullMarked
package dev.cardea.server.config;

import org.jspecify.annotations.NullMarked;
