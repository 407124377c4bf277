package dev.cardea.room.table;

import dev.cardea.room.Audience;
import dev.cardea.room.Sight;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows that say who sees them. Confined to the room. What changed is encoded once per audience; a
 * member gets the pieces of the audiences that it is in.
 */
final class AudienceSights<R> extends Sights<R> {
    private static final Audience[] NONE = {};

    private final Sight.ByAudience<R> sight;

    /** By slot: what the room wants, and what the members were told. */
    private Audience[] wanted = NONE;

    private @Nullable Crowd[] told = {};

    private Audience looked = Audience.nobody();

    private final BitSet visible = new BitSet();

    private final Crowd everyone = new Crowd();
    private final @Nullable Crowd[] groups = new Crowd[Audience.GROUPS];
    private final LongObjectHashMap<Crowd> single = new LongObjectHashMap<>();

    /** Of whom something changed; only those have pieces. */
    private final List<Crowd> touched = new ArrayList<>();

    /** One audience: its rows, and what is to be said of them. */
    private static final class Crowd {
        final BitSet slots = new BitSet();
        final Delta delta = new Delta();
        boolean touched;
        final List<byte[]> gone = new ArrayList<>(1);
        final List<byte[]> there = new ArrayList<>(1);

        void forgetPieces() {
            touched = false;
            gone.clear();
            there.clear();
        }
    }

    AudienceSights(Sight.ByAudience<R> sight, RowTable<R> table) {
        super(table);
        this.sight = sight;
    }

    @Override
    void look(R value) {
        looked = Objects.requireNonNull(sight.of().apply(value), "no audience");
    }

    @Override
    boolean take(int slot) {
        if (slot >= wanted.length) {
            int length = Math.max(slot + 1, wanted.length * 2);
            wanted = Arrays.copyOf(wanted, length);
            told = Arrays.copyOf(told, length);
        }
        boolean same = looked.equals(wanted[slot]);
        wanted[slot] = looked;
        return !same;
    }

    @Override
    void settle(List<Row<R>> changed) {
        touched.forEach(Crowd::forgetPieces);
        touched.clear();
        for (Row<R> row : changed) {
            settle(row);
        }
        touched.forEach(this::encode);
        single.values().removeIf(crowd -> crowd.slots.isEmpty() && !crowd.touched);
    }

    private void settle(Row<R> row) {
        Crowd before = told[row.slot];
        Crowd now = row.value().isEmpty() ? null : crowd(wanted[row.slot]);
        told[row.slot] = now;
        if (before == now) {
            if (now != null) {
                touch(now).changed(row);
            }
            return;
        }
        if (before != null) {
            before.slots.clear(row.slot);
            touch(before).gone(row);
        }
        if (now != null) {
            now.slots.set(row.slot);
            touch(now).came(row);
        }
    }

    private Delta touch(Crowd crowd) {
        if (!crowd.touched) {
            crowd.touched = true;
            touched.add(crowd);
        }
        return crowd.delta;
    }

    private @Nullable Crowd crowd(Audience audience) {
        return switch (audience) {
            case Audience.Everyone _ -> everyone;
            case Audience.Nobody _ -> null;
            case Audience.Group(int number) -> group(number);
            case Audience.Only(long member) -> {
                Crowd known = single.get(member);
                if (known == null) {
                    known = new Crowd();
                    single.put(member, known);
                }
                yield known;
            }
        };
    }

    private Crowd group(int number) {
        Crowd known = groups[number];
        if (known == null) {
            known = new Crowd();
            groups[number] = known;
        }
        return known;
    }

    private void encode(Crowd crowd) {
        BlockWriter gone = table.writer((body, more) -> crowd.gone.add(bytes(body)));
        crowd.delta.writeGone(gone);
        gone.end();
        BlockWriter there = table.writer((body, more) -> crowd.there.add(bytes(body)));
        crowd.delta.writeThere(there);
        there.end();
    }

    private static byte[] bytes(ByteBuf body) {
        return ByteBufUtil.getBytes(body);
    }

    /** What went comes first: a row may go from one of the member's audiences to another. */
    @Override
    void tell(View view, BlockWriter out) {
        long left = view.groupsTold & ~view.groups;
        long entered = view.groups & ~view.groupsTold;
        if (!touched.isEmpty()) {
            each(view.groupsTold, crowd -> crowd.gone.forEach(out::blocks));
            eachOwn(view, crowd -> crowd.gone.forEach(out::blocks));
        }
        each(left, crowd -> out.rows(Blocks.REMOVE, table.in(crowd.slots)));
        if (!touched.isEmpty()) {
            eachOwn(view, crowd -> crowd.there.forEach(out::blocks));
            each(view.groups & ~entered, crowd -> crowd.there.forEach(out::blocks));
        }
        each(entered, crowd -> out.rows(Blocks.PUT, table.in(crowd.slots)));
    }

    @Override
    void writeAll(View view, BlockWriter out) {
        eachOwn(view, crowd -> out.rows(Blocks.PUT, table.in(crowd.slots)));
        each(view.groups, crowd -> out.rows(Blocks.PUT, table.in(crowd.slots)));
    }

    @Override
    BitSet visible(View view) {
        visible.clear();
        eachOwn(view, crowd -> visible.or(crowd.slots));
        each(view.groups, crowd -> visible.or(crowd.slots));
        return visible;
    }

    private interface Each {
        void crowd(Crowd crowd);
    }

    private void each(long ofGroups, Each each) {
        for (long left = ofGroups; left != 0; left &= left - 1) {
            Crowd group = groups[Long.numberOfTrailingZeros(left)];
            if (group != null) {
                each.crowd(group);
            }
        }
    }

    /** The audiences that a member is in without a group. */
    private void eachOwn(View view, Each each) {
        each.crowd(everyone);
        Crowd own = single.get(view.member);
        if (own != null) {
            each.crowd(own);
        }
    }
}
