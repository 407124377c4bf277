/** Health, readiness and metrics. */
@NullMarked
package dev.cardea.server.admin;

import org.jspecify.annotations.NullMarked;
