package dev.cardea.server.sim;

import dev.cardea.session.OwnerId;
import dev.cardea.stream.OwnerSnapshot;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.Seat;
import dev.cardea.testkit.history.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The snapshots that owners wrote; the newest few of each. Confined to the world's thread. */
final class SimStore {
    private static final int KEPT = 3;

    private final SimCluster cluster;
    private final Map<OwnerId, List<Saved>> saved = new LinkedHashMap<>();
    private long lastId;

    private record Saved(long id, OwnerSnapshot snapshot) {}

    SimStore(SimCluster cluster) {
        this.cluster = cluster;
    }

    /** Writes what {@code owner} is now; on the owner's loop. A stale copy is fenced off. */
    void save(SimOwner owner) {
        if (cluster.home().owner(owner.id()) != owner) {
            cluster.count("snapshot fenced off");
            return;
        }
        List<Saved> all = saved.computeIfAbsent(owner.id(), id -> new ArrayList<>());
        all.add(new Saved(++lastId, owner.snapshot()));
        if (all.size() > KEPT) {
            all.removeFirst();
        }
        cluster.count("snapshot");
        cluster.tell(new Fact.Saved(owner.id().toString(), owner.epoch(), lastId));
    }

    /** Which snapshot an owner starts from. */
    enum Choice {
        ANY,
        NEWEST
    }

    /**
     * Starts every owner that was ever saved on {@code node}. Snapshots newer than the chosen are
     * lost: what follows is another history than theirs.
     */
    void restoreAll(SimNode node, SimNode dead, Choice choice) {

        saved.forEach(
                (id, all) -> {
                    int newest = all.size() - 1;
                    int index =
                            choice == Choice.NEWEST
                                    ? newest
                                    : (int) cluster.world().between(0, newest);
                    all.subList(index + 1, all.size()).clear();
                    noteWhatIsLost(dead, id, all.getLast().snapshot());
                    restore(node, id, all.getLast());
                });
    }

    private void noteWhatIsLost(SimNode dead, OwnerId id, OwnerSnapshot from) {
        for (SimOwner owner : dead.buried()) {
            if (owner.id().equals(id) && !id.isAgent()) {
                from.members().forEach(member -> noteWhatIsLost(owner, member));
            }
        }
    }

    private void noteWhatIsLost(SimOwner dead, OwnerSnapshot.Member member) {
        Seat seat = dead.stream().seatOf(member.session());
        SimPlayer player = cluster.playerOf(member.session());
        if (seat == null || player == null || seat.number() != member.seat()) {
            return;
        }
        int known = player.acknowledged(dead.id().toString(), member.seat());
        if (known > member.applied()) {
            cluster.saw(Scenario.CRASH_AFTER_ACKNOWLEDGEMENT_BEFORE_SNAPSHOT);
        } else if (known >= 0 && known < member.applied()) {
            cluster.saw(Scenario.CRASH_AFTER_SNAPSHOT_BEFORE_ACKNOWLEDGEMENT);
        } else if (known == seat.applied() && player.waiting() == 0) {
            cluster.saw(Scenario.CRASH_WITH_NOTHING_SENT_SINCE);
        }
    }

    private void restore(SimNode node, OwnerId id, Saved from) {
        long epoch = cluster.newEpoch(id);
        cluster.tell(new Fact.Restored(id.toString(), epoch, from.id()));
        node.host(OwnerStream.restore(cluster.spec(id, epoch), from.snapshot()), true);
        cluster.count("owner restored");
    }
}
