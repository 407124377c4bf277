package dev.cardea.room.table;

import io.netty.util.collection.LongObjectHashMap;
import java.util.Arrays;

/** Where slots are: square cells that know who is in them. Confined to the room. */
final class Grid {
    private static final int NOWHERE = -1;

    private final double side;
    private final LongObjectHashMap<Cell> cells = new LongObjectHashMap<>();

    /** By slot: its cell's key, and its place in that cell or {@link #NOWHERE}. */
    private long[] keys = new long[0];

    private int[] places = new int[0];

    private static final class Cell {
        int[] slots = new int[4];
        int size;
    }

    /** What looks at slots. */
    interface Visitor {
        /** One slot. */
        void visit(int slot);
    }

    /** Cells of that side length. */
    Grid(double side) {
        this.side = side;
    }

    /** The slot is there now, wherever it was. */
    void place(int slot, double x, double y) {
        grow(slot);
        long key = key(index(x), index(y));
        if (places[slot] != NOWHERE) {
            if (keys[slot] == key) {
                return;
            }
            remove(slot);
        }
        Cell cell = cells.get(key);
        if (cell == null) {
            cell = new Cell();
            cells.put(key, cell);
        }
        if (cell.size == cell.slots.length) {
            cell.slots = Arrays.copyOf(cell.slots, cell.size * 2);
        }
        keys[slot] = key;
        places[slot] = cell.size;
        cell.slots[cell.size++] = slot;
    }

    /** The slot is nowhere. */
    void remove(int slot) {
        if (slot >= places.length || places[slot] == NOWHERE) {
            return;
        }
        Cell cell = cells.get(keys[slot]);
        int last = cell.slots[--cell.size];
        cell.slots[places[slot]] = last;
        places[last] = places[slot];
        places[slot] = NOWHERE;
        if (cell.size == 0) {
            cells.remove(keys[slot]);
        }
    }

    /** Shows all slots that are no further away than a side, and others. */
    void around(double x, double y, Visitor visitor) {
        long toX = index(x + side);
        long toY = index(y + side);
        for (long atX = index(x - side); atX <= toX; atX++) {
            for (long atY = index(y - side); atY <= toY; atY++) {
                Cell cell = cells.get(key(atX, atY));
                if (cell != null) {
                    for (int i = 0; i < cell.size; i++) {
                        visitor.visit(cell.slots[i]);
                    }
                }
            }
        }
    }

    /** Far out, cells are larger: it ends with the ints. */
    private long index(double at) {
        return (int) Math.floor(at / side);
    }

    private static long key(long x, long y) {
        return (x << Integer.SIZE) | (y & 0xFFFF_FFFFL);
    }

    private void grow(int slot) {
        int known = places.length;
        if (slot >= known) {
            int length = Math.max(slot + 1, known * 2);
            keys = Arrays.copyOf(keys, length);
            places = Arrays.copyOf(places, length);
            Arrays.fill(places, known, length, NOWHERE);
        }
    }
}
