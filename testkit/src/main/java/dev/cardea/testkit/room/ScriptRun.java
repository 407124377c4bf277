package dev.cardea.testkit.room;

import java.lang.reflect.Constructor;
import java.util.List;

/** One run of a script. Stateless. */
final class ScriptRun {
    private ScriptRun() {}

    /** Makes the script, plays it, and tells all that happened. */
    static <I, O, E> List<TraceLine> of(Class<? extends RoomScript<I, O, E>> script, long seed) {
        RoomScript<I, O, E> made = make(script);
        RunTrace trace = new RunTrace();
        RoomSetup<I, O, E> setup = made.setUp(RoomHarness.of(made.type()).seed(seed));
        made.play(new RoomHarness<>(setup, trace));
        return trace.lines();
    }

    private static <T> T make(Class<T> type) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException refused) {
            throw new IllegalArgumentException(
                    type.getName()
                            + " cannot be made: a script is a class with a constructor"
                            + " without parameters",
                    refused);
        }
    }
}
