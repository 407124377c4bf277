package dev.cardea.room.loop;

import dev.cardea.room.Member;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a room, or its spectators, sorted by number, which is the order in which they got
 * their seats. Confined to the room. An array, since most rooms are agents with one member.
 */
final class Members {
    private static final RoomMember[] NONE = {};

    private RoomMember[] members = NONE;
    private int size;

    int size() {
        return size;
    }

    RoomMember at(int index) {
        return members[index];
    }

    List<Member> list() {
        return List.of(Arrays.copyOf(members, size));
    }

    @Nullable RoomMember find(int number) {
        int at = indexOf(number);
        return at < 0 ? null : members[at];
    }

    void add(RoomMember member) {
        int at = indexOf(member.number);
        if (at >= 0) {
            throw new IllegalStateException(member + " joined twice");
        }
        if (size == members.length) {
            members = Arrays.copyOf(members, size == 0 ? 1 : size * 2);
        }
        int index = -at - 1;
        System.arraycopy(members, index, members, index + 1, size - index);
        members[index] = member;
        size++;
    }

    @Nullable RoomMember remove(int number) {
        int at = indexOf(number);
        if (at < 0) {
            return null;
        }
        RoomMember gone = members[at];
        RoomMember[] rest = size == 1 ? NONE : new RoomMember[members.length];
        System.arraycopy(members, 0, rest, 0, at);
        System.arraycopy(members, at + 1, rest, at, size - at - 1);
        members = rest;
        size--;
        return gone;
    }

    private int indexOf(int number) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compare(members[middle].number, number);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
