/** What a game author writes services with, and the memory of their replies. */
@NullMarked
package dev.cardea.service;

import org.jspecify.annotations.NullMarked;
