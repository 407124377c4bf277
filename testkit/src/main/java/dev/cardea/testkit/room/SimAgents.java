package dev.cardea.testkit.room;

import dev.cardea.room.Agents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The players' agents, as the room under test sees them: what they are sent is written down.
 * Confined to the test's thread.
 *
 * <p>Who has joined the room under test is there, or away while it is dropped; of others the test
 * says it.
 */
public final class SimAgents implements Agents {
    private final Outside outside;
    private final Function<String, Presence> members;
    private final Map<String, Presence> players = new HashMap<>();
    private final List<Notice> notices = new ArrayList<>();

    /** What an agent was sent. Immutable. */
    public record Notice(String account, Object notice) {}

    SimAgents(Outside outside, Function<String, Presence> members) {
        this.outside = outside;
        this.members = members;
    }

    /** From now on that is so, whatever the members do. */
    public void set(String account, Presence presence) {
        players.put(account, presence);
    }

    /** What was sent to players who are there or away, oldest first. */
    public List<Notice> notices() {
        return List.copyOf(notices);
    }

    @Override
    public CompletionStage<Sent> send(String account, Object notice) {
        if (of(account) == Presence.ABSENT) {
            return outside.answer(Sent.ABSENT);
        }
        notices.add(new Notice(account, notice));
        outside.keep(notices);
        return outside.answer(Sent.DELIVERED);
    }

    @Override
    public CompletionStage<Presence> presence(String account) {
        return outside.answer(of(account));
    }

    private Presence of(String account) {
        Presence told = players.get(account);
        return told == null ? members.apply(account) : told;
    }
}
