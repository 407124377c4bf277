package dev.cardea.testkit.room;

import dev.cardea.wire.Bytes;
import java.util.function.Supplier;

/** Who watches a run. Confined to the test's thread. */
interface RunWitness {
    /** Nobody. */
    RunWitness NONE =
            new RunWitness() {
                @Override
                public boolean watches() {
                    return false;
                }

                @Override
                public void said(String to, Bytes body, Supplier<String> text) {}

                @Override
                public void turned(RoomTurns<?, ?, ?> turns) {}
            };

    /** Whether it looks at all. */
    boolean watches();

    /**
     * The room said something.
     *
     * @param text the same for people
     */
    void said(String to, Bytes body, Supplier<String> text);

    /** A turn of the room is over. */
    void turned(RoomTurns<?, ?, ?> turns);
}
