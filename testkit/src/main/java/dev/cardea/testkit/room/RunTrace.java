package dev.cardea.testkit.room;

import dev.cardea.room.Member;
import dev.cardea.room.Stage;
import dev.cardea.room.TableType;
import dev.cardea.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes down what a room is after each of its turns, as far as that changed, and all that it says.
 * Confined to the test.
 */
final class RunTrace implements RunWitness {
    /** Lines of one run. */
    static final int LINES_MAX = 2_000_000;

    private static final String TURN = "the time of a turn";

    private final List<TraceLine> lines = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();
    private final Map<String, Map<Long, Long>> hashes = new LinkedHashMap<>();
    private String members = "";

    private record Said(String what, long hash, String text) {}

    /** What was written down so far. */
    List<TraceLine> lines() {
        return lines;
    }

    @Override
    public boolean watches() {
        return true;
    }

    @Override
    public void said(String what, Bytes body, Supplier<String> text) {
        said.add(new Said(what, StateHash.of(body), text.get()));
    }

    @Override
    public void turned(RoomTurns<?, ?, ?> turns) {
        add(turns, TURN, 0, "");
        turns.inspect(
                stage -> {
                    for (TableType<?> type : turns.type().tables()) {
                        rows(turns, stage, type);
                    }
                    members(turns, stage);
                    return "";
                });
        said.forEach(one -> add(turns, one.what, one.hash, one.text));
        said.clear();
        RoomFailure failure = turns.failure();
        if (failure != null) {
            add(turns, "failed", 0, failure.cause().toString());
        }
    }

    /** In the order in which the room itself would see them. */
    private <R> void rows(RoomTurns<?, ?, ?> turns, Stage<?, ?> stage, TableType<R> type) {
        RowBytes<R> codec = new RowBytes<>(type);
        Map<Long, Long> before = hashes.getOrDefault(type.name(), Map.of());
        Map<Long, Long> now = new LinkedHashMap<>();
        stage.table(type)
                .forEach(
                        (key, row) -> {
                            long hash = StateHash.of(Survival.encode(codec, row));
                            now.put(key, hash);
                            Long known = before.get(key);
                            if (known == null || known != hash) {
                                add(turns, name(type, key), hash, row.toString());
                            }
                        });
        for (Long key : before.keySet()) {
            if (!now.containsKey(key)) {
                add(turns, name(type, key), 0, "no such row");
            }
        }
        hashes.put(type.name(), now);
    }

    private static String name(TableType<?> type, long key) {
        return "table " + type + ", row " + key;
    }

    private void members(RoomTurns<?, ?, ?> turns, Stage<?, ?> stage) {
        StringBuilder text = new StringBuilder();
        append(stage.members(), text);
        if (!stage.spectators().isEmpty()) {
            append(stage.spectators(), text.append("watched by "));
        }
        if (!members.contentEquals(text)) {
            members = text.toString();
            Bytes bytes = Bytes.copyOf(members.getBytes(StandardCharsets.UTF_8));
            add(turns, "members", StateHash.of(bytes), members);
        }
    }

    private static void append(List<Member> there, StringBuilder text) {
        for (Member each : there) {
            text.append(each.id())
                    .append(' ')
                    .append(each.account())
                    .append(each.attached() ? "; " : " (away); ");
        }
    }

    private void add(RoomTurns<?, ?, ?> turns, String what, long hash, String text) {
        if (lines.size() >= LINES_MAX) {
            throw new IllegalStateException(
                    "a script in which more than " + LINES_MAX + " things happen is too long");
        }
        lines.add(TraceLine.of(turns.ticks(), turns.nanosOpen(), what, hash, text));
    }
}
