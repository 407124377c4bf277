/** The operators' port: health, readiness and metrics over HTTP. */
@NullMarked
package dev.cardea.server.admin;

import org.jspecify.annotations.NullMarked;
