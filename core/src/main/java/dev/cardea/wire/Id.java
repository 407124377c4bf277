package dev.cardea.wire;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The number of a record in its sealed family, by which it is known on the wire. Once released, a
 * number is never given to another record, not even after its own is gone.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Id {
    /** 1 to {@link Protocol#ID_MAX}, unique in the family; up to 127 takes one octet. */
    int value();
}
