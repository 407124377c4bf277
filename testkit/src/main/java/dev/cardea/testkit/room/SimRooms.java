package dev.cardea.testkit.room;

import dev.cardea.room.Listing;
import dev.cardea.room.Rooms;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The other rooms, as the room under test sees them: none of them runs, what it does to them is
 * written down. Confined to the test's thread.
 */
public final class SimRooms implements Rooms {
    private final OwnerId self;
    private final Outside outside;
    private final Set<OwnerId> there = new LinkedHashSet<>();
    private final List<Listing> listings = new ArrayList<>();
    private final List<Post> posts = new ArrayList<>();
    private final List<Creation> creations = new ArrayList<>();

    /** An event that the room gave to another. Immutable. */
    public record Post(OwnerId room, Object event) {}

    /** A room that the room created. Immutable. */
    public record Creation(OwnerId room, Bytes options) {}

    SimRooms(OwnerId self, Outside outside) {
        this.self = self;
        this.outside = outside;
        there.add(self);
    }

    /** From now on that room exists. */
    public void add(OwnerId room) {
        there.add(room);
    }

    /** From now on that room exists and is in lists. */
    public void add(Listing listing) {
        there.add(listing.room());
        listings.add(listing);
    }

    /** From now on that room does not exist; what is posted to it is answered ABSENT. */
    public void remove(OwnerId room) {
        there.remove(room);
        listings.removeIf(listing -> listing.room().equals(room));
    }

    /** What was posted to rooms that exist, oldest first; not what the room posted to itself. */
    public List<Post> posts() {
        return List.copyOf(posts);
    }

    /** The rooms that were created, oldest first. */
    public List<Creation> creations() {
        return List.copyOf(creations);
    }

    @Override
    public boolean exists(OwnerId room) {
        return there.contains(room);
    }

    @Override
    public Rooms.Creation create(OwnerId room, Bytes options) {
        if (!there.add(room)) {
            return Rooms.Creation.EXISTED;
        }
        creations.add(new Creation(room, options));
        outside.keep(creations);
        return Rooms.Creation.CREATED;
    }

    @Override
    public List<Listing> list(String type, Map<String, String> labels, int max) {
        return listings.stream()
                .filter(listing -> listing.room().type().equals(type) && listing.matches(labels))
                .limit(max)
                .toList();
    }

    @Override
    public CompletionStage<Posted> post(OwnerId room, Object event) {
        if (room.equals(self)) {
            return outside.postToSelf(event);
        }
        if (!there.contains(room)) {
            return outside.answer(Posted.ABSENT);
        }
        posts.add(new Post(room, event));
        outside.keep(posts);
        return outside.answer(Posted.DELIVERED);
    }
}
