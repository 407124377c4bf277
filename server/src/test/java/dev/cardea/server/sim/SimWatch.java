package dev.cardea.server.sim;

import dev.cardea.session.Position;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks at the frames of one link and says which scenarios they make. Confined to the node's loop.
 * It changes nothing.
 */
final class SimWatch {
    private final SimCluster cluster;
    private final Map<Stream, Asked> asked = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Set<Stream> replaying = new HashSet<>();

    private record Stream(int ref, String owner) {}

    private record Asked(int attachId, Position position) {}

    SimWatch(SimCluster cluster) {
        this.cluster = cluster;
    }

    /** A frame that came from the gateway. */
    void heard(LinkFrame frame) {
        switch (frame) {
            case LinkFrame.Attach attach -> {
                Stream stream = new Stream(attach.ref(), attach.owner());
                Asked before = asked.put(stream, new Asked(attach.attachId(), attach.position()));
                if (before != null || replaying.contains(stream)) {
                    cluster.saw(Scenario.TWO_ATTACH_UNDER_WAY);
                }
            }
            case LinkFrame.Shut shut -> {
                if (replaying.removeIf(stream -> stream.ref() == shut.ref())) {
                    cluster.saw(Scenario.CUT_DURING_REPLAY);
                }
                asked.keySet().removeIf(stream -> stream.ref() == shut.ref());
            }
            default -> {}
        }
    }

    /** Records that go to the gateway. */
    void said(ByteBuf records) {
        each(records, this::said);
    }

    private void said(LinkFrame frame) {
        switch (frame) {
            case LinkFrame.Attached attached -> attached(attached);
            case LinkFrame.Synced synced ->
                    replaying.remove(new Stream(synced.ref(), name(synced.ownerRef())));
            case LinkFrame.Event event when event.to() == 0 -> {
                String owner = name(event.ownerRef());
                if (replaying.stream().anyMatch(stream -> stream.owner().equals(owner))) {
                    cluster.saw(Scenario.BROADCAST_DURING_A_REPLAY_BESIDE_IT);
                }
                if (asked.keySet().stream().anyMatch(stream -> stream.owner().equals(owner))) {
                    cluster.saw(Scenario.BROADCAST_WHILE_ONE_IS_ASKED);
                }
            }
            case LinkFrame.Gone gone -> asked.remove(new Stream(gone.ref(), gone.owner()));
            case LinkFrame.Superseded lost ->
                    asked.keySet().removeIf(stream -> stream.ref() == lost.ref());
            case LinkFrame.Again again -> {
                if (replaying.remove(new Stream(again.ref(), name(again.ownerRef())))) {
                    cluster.saw(Scenario.RING_OVERRUN_DURING_A_REPLAY);
                }
            }
            default -> {}
        }
    }

    private void attached(LinkFrame.Attached attached) {
        Stream stream = new Stream(attached.ref(), attached.owner());
        names.put(attached.ownerRef(), attached.owner());
        Asked question = asked.get(stream);
        if (question != null && question.attachId() == attached.attachId()) {
            asked.remove(stream);
            Position position = question.position();
            boolean same =
                    position.held()
                            && position.epoch() == attached.epoch()
                            && position.seat() == attached.seat();
            if (same && attached.fresh()) {
                cluster.saw(Scenario.RING_OVERRUN);
            }
        }
        if (!attached.fresh()) {
            replaying.add(stream);
        }
    }

    private String name(int ownerRef) {
        return names.getOrDefault(ownerRef, "");
    }

    /** Whether somebody behind the link is in a replay. */
    boolean replaying() {
        return !replaying.isEmpty();
    }

    /** The link is gone. */
    void closed() {
        if (!replaying.isEmpty()) {
            cluster.saw(Scenario.CUT_DURING_REPLAY);
        }
        replaying.clear();
        asked.clear();
    }

    /** What of a link's frames under way is lost, or late, when it breaks. */
    static void broken(SimCluster cluster, ByteBuf up, ByteBuf down) {
        each(
                up,
                frame -> {
                    switch (frame) {
                        case LinkFrame.Attach attach ->
                                cluster.saw(Scenario.ATTACH_UNREAD_WHEN_THE_LINK_BREAKS);
                        case LinkFrame.Shut shut ->
                                cluster.saw(Scenario.DETACH_UNREAD_WHEN_THE_LINK_BREAKS);
                        default -> {}
                    }
                });
        each(
                down,
                frame -> {
                    if (frame instanceof LinkFrame.Attached) {
                        cluster.saw(Scenario.ATTACHED_IN_FLIGHT_WHEN_THE_LINK_BREAKS);
                    }
                });
    }

    /** Whether such a frame is among those records. */
    static boolean holds(ByteBuf records, Class<? extends LinkFrame> kind) {
        boolean[] found = new boolean[1];
        each(records, frame -> found[0] |= kind.isInstance(frame));
        return found[0];
    }

    private static void each(ByteBuf records, Consumer<LinkFrame> look) {
        ByteBuf read = records.duplicate();
        while (read.isReadable()) {
            int end = Records.enter(read);
            look.accept(LinkFrame.read(read));
            Records.leave(read, end);
        }
    }
}
