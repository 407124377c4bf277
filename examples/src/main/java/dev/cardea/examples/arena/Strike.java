package dev.cardea.examples.arena;

import dev.cardea.room.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a shot strikes on its way of one tick: of the ships that it is shown, the first one there.
 * Confined to the room. A shot does not strike whose it is, nor a wreck.
 */
final class Strike implements Table.Visitor<Ship> {
    private final long by;
    private final double fromX;
    private final double fromY;
    private final double wayX;
    private final double wayY;
    private double nearest = Double.POSITIVE_INFINITY;
    private @Nullable Ship ship;
    private long key;

    /** The way of {@code shot} that ends at {@code tick}. */
    Strike(Shot shot, long tick) {
        this.by = shot.by();
        this.fromX = shot.xAt(tick - 1);
        this.fromY = shot.yAt(tick - 1);
        this.wayX = shot.xAt(tick) - fromX;
        this.wayY = shot.yAt(tick) - fromY;
    }

    @Override
    public void visit(long otherKey, Ship other) {
        double toX = other.x() - fromX;
        double toY = other.y() - fromY;
        double part = (toX * wayX + toY * wayY) / (wayX * wayX + wayY * wayY);
        double closest = Math.min(Math.max(part, 0), 1);
        double offX = wayX * closest - toX;
        double offY = wayY * closest - toY;
        boolean touches = offX * offX + offY * offY < Motion.RADIUS * Motion.RADIUS;
        if (touches && closest < nearest && otherKey != by && !other.wrecked()) {
            nearest = closest;
            ship = other;
            key = otherKey;
        }
    }

    /** Who is struck, if anybody is. */
    Optional<Ship> ship() {
        return Optional.ofNullable(ship);
    }

    /** Of the ship that is struck. */
    long key() {
        return key;
    }
}
