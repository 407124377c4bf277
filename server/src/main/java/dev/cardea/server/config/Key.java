package dev.cardea.server.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a record component means as a key of the configuration file; on a type, what its root is.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Key {
    /** One or more sentences for the operator; every generated page repeats them. */
    String doc();

    /** The value used when the key is absent, written as in the file. A section has none. */
    String byDefault() default "";

    /** The smallest value allowed, written as in the file; empty if there is none. */
    String min() default "";

    /** The largest value allowed, written as in the file; empty if there is none. */
    String max() default "";

    /** What a number counts, such as {@code messages/s}. Times and sizes name their own unit. */
    String unit() default "";

    /** What happens when this bound is reached; a key that has it stands in docs/LIMITS.md. */
    String reached() default "";

    /** Whether a secret may stand in the file itself instead of in a file of its own. */
    boolean literalAllowed() default false;
}
