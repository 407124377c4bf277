package dev.cardea.room.replay;

import dev.cardea.room.Member;
import dev.cardea.room.TableType;
import dev.cardea.room.loop.RoomLoop;
import dev.cardea.room.loop.StateViewer;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a room is and has done at one point of its recording. Immutable.
 *
 * @param said a hash of all that it said so far, to whom and how; of its kicks and its end
 * @param members its members: number, session, account, name, whether they have a connection
 * @param spectators those who watch, likewise
 * @param waiting its timers and their times, what it asked, what it has done durably
 * @param shown its labels, whether it is hidden, and what decides who sees which rows
 * @param tables each of its tables: the keys and the encoded rows, in their order
 */
public record Checkpoint(
        long said, Part members, Part spectators, Part waiting, Part shown, List<Part> tables) {
    public Checkpoint {
        tables = List.copyOf(tables);
    }

    /** How many there are of something, and a hash of them. */
    public record Part(int count, long hash) {}

    /** One number for all of it. */
    public long hash() {
        Digest digest = new Digest().add(said);
        add(members, digest);
        add(spectators, digest);
        add(waiting, digest);
        add(shown, digest);
        tables.forEach(table -> add(table, digest));
        return digest.hash();
    }

    private static void add(Part part, Digest digest) {
        digest.add(part.count()).add(part.hash());
    }

    /** Of the room as it is. */
    static Checkpoint of(RoomLoop<?, ?, ?> loop, List<TableType<?>> tables, long said) {
        View view = new View(tables);
        loop.show(view);
        return new Checkpoint(
                said,
                view.members.part(),
                view.spectators.part(),
                view.waiting.part(),
                view.shown.part(),
                view.tables.stream().map(Sum::part).toList());
    }

    private static final class Sum {
        final Digest digest = new Digest();
        int count;

        Part part() {
            return new Part(count, digest.hash());
        }
    }

    /** What has no order of its own. */
    private static final class Bag {
        private int count;
        private long sum;

        void add(Digest one) {
            count++;
            sum += one.hash();
        }

        Part part() {
            return new Part(count, sum);
        }
    }

    private static final class View implements StateViewer {
        final Sum members = new Sum();
        final Sum spectators = new Sum();
        final Bag waiting = new Bag();
        final Bag shown = new Bag();
        final List<Sum> tables = new ArrayList<>();
        private final List<TableType<?>> types;

        View(List<TableType<?>> types) {
            this.types = types;
            types.forEach(any -> tables.add(new Sum()));
        }

        @Override
        public void member(Member member) {
            add(member, members);
        }

        @Override
        public void spectator(Member spectator) {
            add(spectator, spectators);
        }

        private static void add(Member member, Sum to) {
            to.count++;
            to.digest
                    .add(member.id())
                    .add(member.session().high())
                    .add(member.session().low())
                    .add(member.account())
                    .add(member.name())
                    .add(member.attached() ? 1 : 0);
        }

        @Override
        public void timer(String name, long dueMicros) {
            waiting.add(new Digest().add(name).add(dueMicros));
        }

        @Override
        public void ask(long ask) {
            waiting.add(new Digest().add(ask));
        }

        @Override
        public void durable(String key) {
            waiting.add(new Digest().add(-1).add(key));
        }

        @Override
        public void labels(Map<String, String> labels, boolean hidden) {
            labels.forEach((name, value) -> shown.add(new Digest().add(name).add(value)));
            if (hidden) {
                shown.add(new Digest());
            }
        }

        @Override
        public void view(int member, long groups, double x, double y) {
            shown.add(
                    new Digest()
                            .add(member)
                            .add(groups)
                            .add(Double.doubleToLongBits(x))
                            .add(Double.doubleToLongBits(y)));
        }

        @Override
        public void row(TableType<?> table, long key, Object row, ByteBuf encoded) {
            Sum sum = tables.get(types.indexOf(table));
            sum.count++;
            sum.digest.add(key).add(encoded);
        }
    }
}
