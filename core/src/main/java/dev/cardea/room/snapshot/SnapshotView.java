package dev.cardea.room.snapshot;

import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one member is told by datagrams, which may be lost. Confined to the room.
 *
 * <p>Each tick, the rows that it does not know as they are gain their weight; those that gained
 * most are written until the datagram is full, and the others are first next time. What was told
 * and not acknowledged is told again, as it is by then, after as long as acknowledgements take.
 */
public final class SnapshotView {
    /** Where so little is left, no further row is tried. */
    private static final int ROW_BYTES_MIN = 4;

    /** A block's number and end, at their longest. */
    private static final int BLOCK_BYTES_MAX = 6;

    /** To tell that a row is gone is short, and ghosts are ugly. */
    private static final float WEIGHT_OF_GONE = 4;

    private static final int RESEND_TICKS_FIRST = 4;
    private static final int RESEND_TICKS_MAX = 32;
    private static final float GAIN = 1f / 8;

    private final List<SnapshotRows> tables;
    private final List<ToldSlots> toldByTable = new ArrayList<>();
    private final SentLog log = new SentLog();
    private final List<Candidate> candidates = new ArrayList<>();

    /** How long acknowledgements take, in ticks. */
    private float ackTicks = RESEND_TICKS_FIRST;

    /** The newest tick that was acknowledged. */
    private long acked;

    /** A row that could be told now; no track: that it is gone. */
    private record Candidate(
            SnapshotRows rows,
            int slot,
            Told told,
            SnapshotRows.@Nullable Track track,
            @Nullable Version base) {
        /** With the largest gap that may be before it. */
        int bytes(long tick) {
            int head = Varint.sizeInt((slot + 1) << Kinds.BITS);
            if (track == null) {
                return head;
            }
            if (base == null) {
                int key = Varint.sizeLong(Varint.zigzag(track.key));
                return head + key + track.newest().size();
            }
            Difference difference = base.to(track.newest());
            return head
                    + Varint.sizeLong(tick - told.ackedTick)
                    + Varint.sizeInt(difference.mask)
                    + difference.bytes.length;
        }
    }

    /** Of those tables, in the order of their numbers. */
    public SnapshotView(List<SnapshotRows> tables) {
        this.tables = List.copyOf(tables);
        tables.forEach(each -> toldByTable.add(new ToldSlots()));
    }

    /**
     * The member has these datagrams.
     *
     * @param newest the tick of the newest; one that was never sent changes nothing
     * @param before bit n: that of {@code n + 1} ticks before as well
     * @param tick now
     */
    public void acked(long newest, int before, long tick) {
        if (newest > acked && newest <= tick) {
            acked = newest;
            ackTicks += (tick - newest - ackTicks) * GAIN;
        }
        log.acked(newest, before);
    }

    /**
     * Writes the datagram of a tick; nothing if there is nothing to tell.
     *
     * @param visible what the member sees, in the order of the tables, by slot
     * @param bytesMax of the datagram; enough for the largest row
     */
    public void write(long tick, List<BitSet> visible, int bytesMax, ByteBuf out) {
        candidates.clear();
        for (int i = 0; i < tables.size(); i++) {
            gather(tables.get(i), toldByTable.get(i), visible.get(i), tick);
        }
        if (candidates.isEmpty()) {
            return;
        }
        candidates.sort((one, other) -> Float.compare(other.told.gained, one.told.gained));
        List<Candidate> chosen = choose(tick, bytesMax);
        chosen.sort(
                (one, other) ->
                        one.rows == other.rows
                                ? Integer.compare(one.slot, other.slot)
                                : Integer.compare(one.rows.table, other.rows.table));
        write(chosen, tick, out);
    }

    // ---- what could be told ----

    private void gather(SnapshotRows rows, ToldSlots told, BitSet visible, long tick) {
        BitSet slots = told.with(visible);
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            SnapshotRows.Track track = visible.get(slot) ? rows.at(slot) : null;
            Told state = told.at(slot, track);
            if (state != null && isDue(state, track, tick)) {
                state.gained += track == null ? WEIGHT_OF_GONE : track.weight;
                candidates.add(new Candidate(rows, slot, state, track, base(state, track, tick)));
            }
        }
    }

    private boolean isDue(Told told, SnapshotRows.@Nullable Track track, long tick) {
        if (track != null && track.newest().tick > told.sentTick) {
            return true;
        }
        boolean known = told.sentTick > 0 && told.ackedTick >= told.sentTick;
        return !known && tick - told.sentTick >= resendTicks();
    }

    private int resendTicks() {
        return Math.clamp(Math.round(1.5f * ackTicks) + 1, 2, RESEND_TICKS_MAX);
    }

    private static @Nullable Version base(
            Told told, SnapshotRows.@Nullable Track track, long tick) {
        return track == null || !told.keepsAcked(tick) ? null : track.at(told.ackedTick);
    }

    // ---- what is told ----

    private List<Candidate> choose(long tick, int bytesMax) {
        List<Candidate> chosen = new ArrayList<>();
        int left = bytesMax - BLOCK_BYTES_MAX * tables.size();
        for (Candidate each : candidates) {
            int bytes = each.bytes(tick);
            if (bytes <= left) {
                chosen.add(each);
                left -= bytes;
            } else if (left < ROW_BYTES_MIN) {
                break;
            }
        }
        return chosen;
    }

    private void write(List<Candidate> chosen, long tick, ByteBuf out) {
        List<Told> told = new ArrayList<>(chosen.size());
        int table = 0;
        int slot = 0;
        for (Candidate each : chosen) {
            if (each.rows.table != table) {
                if (table != 0) {
                    Varint.writeInt(out, Kinds.END);
                }
                table = each.rows.table;
                Varint.writeInt(out, table);
                slot = 0;
            }
            row(each, each.slot - slot + 1, tick, out);
            slot = each.slot + 1;
            each.told.sent(tick);
            told.add(each.told);
        }
        if (table != 0) {
            Varint.writeInt(out, Kinds.END);
            log.add(new SentLog.Datagram(tick, told));
        }
    }

    private static void row(Candidate row, int gap, long tick, ByteBuf out) {
        if (row.track == null) {
            Varint.writeInt(out, gap << Kinds.BITS | Kinds.GONE);
        } else if (row.base == null) {
            Varint.writeInt(out, gap << Kinds.BITS | Kinds.PUT);
            Varint.writeLong(out, Varint.zigzag(row.track.key));
            row.track.newest().write(out);
        } else {
            Difference difference = row.base.to(row.track.newest());
            Varint.writeInt(out, gap << Kinds.BITS | Kinds.CHANGE);
            Varint.writeLong(out, tick - row.told.ackedTick);
            Varint.writeInt(out, difference.mask);
            out.writeBytes(difference.bytes);
        }
    }
}
