package dev.cardea.wire;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@code float} or {@code double} that may be infinite or NaN. Without it those are refused by
 * both sides, since one NaN spreads through whatever it is added to.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface AllowNonFinite {}
