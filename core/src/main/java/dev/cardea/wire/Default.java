package dev.cardea.wire;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component is when a peer's record, being older, ends before it. Components added to a
 * released record come at its end and have one; all components behind one that has it have it too.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /**
     * A number, {@code true} or {@code false}, a text, or the name of an enum's constant. Nothing
     * means absent for a {@code @Nullable} component, else 0, false, or empty.
     */
    String value() default "";
}
