package dev.cardea.wire;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@code long} of all 64 bits, which JavaScript sees as a BigInt. Without it a {@code long} must
 * lie within ±(2^53 - 1), where JavaScript's numbers are exact; beyond is refused by both sides.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface BigInt {}
