package dev.cardea.server.effects;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The keys that a test changes, and whose effect it would miss if they had none. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Effect {
    /** Full names, such as {@code limits.frame.hello} or {@code listeners[].port}. */
    String[] value();
}
