package dev.cardea.wire;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The bound of a component that has a length: bytes of UTF-8 for a {@code String}, bytes for {@link
 * Bytes}, elements for a {@code List}. What is longer is refused by both sides.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Max {
    /** Bytes of a {@code String} or {@link Bytes} without {@code @Max}. */
    int BYTES_DEFAULT = 4096;

    /** Elements of a {@code List} without {@code @Max}. */
    int ELEMENTS_DEFAULT = 1024;

    /** The largest bound that may be declared. */
    int LIMIT = 1 << 20;

    /** 1 to {@link #LIMIT}. */
    int value();
}
