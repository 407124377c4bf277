package dev.cardea.client;

import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;

/** The codecs of requests and answers, made once for a class. Safe from any thread. */
final class Bodies {
    private static final ClassValue<Codec<?>> CODECS =
            new ClassValue<>() {
                @Override
                protected Codec<?> computeValue(Class<?> type) {
                    return Codecs.of(type);
                }
            };

    private Bodies() {}

    @SuppressWarnings("unchecked") // computeValue makes a Codec of the class that it is given
    static <T> Codec<T> of(Class<T> type) {
        return (Codec<T>) CODECS.get(type);
    }

    @SuppressWarnings("unchecked") // the class of a T is a Class<? extends T>
    static <T> Codec<T> of(T value) {
        return of((Class<T>) value.getClass());
    }
}
