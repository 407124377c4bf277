package dev.cardea.room.replay;

import dev.cardea.room.Agents;
import dev.cardea.room.Listing;
import dev.cardea.room.Rooms;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Other rooms and agents that answer as they did when it was recorded. For one thread. */
final class ReplayedOutside implements Rooms, Agents {
    private final Doings doings;
    private final Deque<Entry.Consulted> answers = new ArrayDeque<>();
    private boolean strange;

    ReplayedOutside(Doings doings) {
        this.doings = doings;
    }

    /** What was answered at the event that follows, in its order. */
    void answers(Entry.Consulted next) {
        answers.add(next);
    }

    /** Whether the event asked what was not recorded, or did not ask what was. */
    boolean takeStrange() {
        boolean was = strange || !answers.isEmpty();
        strange = false;
        answers.clear();
        return was;
    }

    private String answer(Entry.Question question, String about, String otherwise) {
        doings.consulted(question, about);
        Entry.Consulted recorded = answers.peek();
        if (recorded == null || recorded.question() != question) {
            strange = true;
            return otherwise;
        }
        answers.remove();
        if (recorded.answer().equals(Outside.THREW)) {
            throw new IllegalArgumentException("as it was recorded");
        }
        return recorded.answer();
    }

    private <C extends Enum<C>> CompletionStage<C> stage(
            Entry.Question question, String about, Class<C> constants) {
        String answer = answer(question, about, Outside.PENDING);
        return answer.equals(Outside.PENDING)
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(Enum.valueOf(constants, answer));
    }

    @Override
    public boolean exists(OwnerId room) {
        return Boolean.parseBoolean(answer(Entry.Question.EXISTS, room.toString(), "false"));
    }

    @Override
    public Creation create(OwnerId room, Bytes options) {
        String full = Creation.FULL.name();
        return Creation.valueOf(answer(Entry.Question.CREATE, room + " " + options, full));
    }

    @Override
    public List<Listing> list(String type, Map<String, String> labels, int max) {
        String question = ListingsForm.question(type, labels, max);
        return ListingsForm.read(answer(Entry.Question.LIST, question, ""));
    }

    @Override
    public CompletionStage<Posted> post(OwnerId room, Object event) {
        return stage(Entry.Question.POST, room.toString(), Posted.class);
    }

    @Override
    public CompletionStage<Sent> send(String account, Object notice) {
        return stage(Entry.Question.SEND, account, Sent.class);
    }

    @Override
    public CompletionStage<Presence> presence(String account) {
        return stage(Entry.Question.PRESENCE, account, Presence.class);
    }
}
