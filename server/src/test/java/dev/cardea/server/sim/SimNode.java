package dev.cardea.server.sim;

import dev.cardea.session.OwnerId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerLink;
import dev.cardea.stream.OwnerStream;
import dev.cardea.testkit.SimLink;
import dev.cardea.testkit.SimLoop;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.Records;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine that hosts owners in the simulation. Confined to its loop. It can crash, and it can go
 * on as a stale copy after others took its owners over.
 */
final class SimNode {
    private final SimCluster cluster;
    private final String name;
    private final SimLoop loop;
    private final Map<OwnerId, SimOwner> owners = new LinkedHashMap<>();
    private final List<SimNodeLink> links = new ArrayList<>();
    private final SimServices services;
    private List<SimOwner> buried = List.of();
    private boolean dead;

    SimNode(SimCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
        this.loop = cluster.world().loop(name);
        this.services = new SimServices(this);
    }

    SimCluster cluster() {
        return cluster;
    }

    String name() {
        return name;
    }

    SimLoop loop() {
        return loop;
    }

    SimServices services() {
        return services;
    }

    boolean dead() {
        return dead;
    }

    /** A gateway has opened a link; what comes over it is read from now on. */
    void accept(SimLink link, String gateway) {
        SimNodeLink opened = new SimNodeLink(this, link, gateway);
        links.add(opened);
        link.handler(opened);
    }

    /** R5: the first frame of a new link closes the older ones of that gateway, unread. */
    void closeOlder(SimNodeLink opened) {
        for (SimNodeLink link : List.copyOf(links)) {
            if (link != opened && link.gateway().equals(opened.gateway()) && link.open()) {
                cluster.saw(Scenario.OLD_LINK_OUTLIVED_BY_A_NEWER_ONE);
                link.close();
            }
        }
    }

    void closed(SimNodeLink link) {
        links.remove(link);
    }

    /** The links that are open, as far as this node knows. */
    List<SimNodeLink> links() {
        return List.copyOf(links);
    }

    // ---- owners ----

    /** The owner of that name here, or null. */
    @Nullable SimOwner owner(OwnerId id) {
        return owners.get(id);
    }

    /** All owners here. */
    List<SimOwner> owners() {
        return List.copyOf(owners.values());
    }

    /** Hosts an owner from now on. */
    SimOwner host(OwnerStream stream, boolean restored) {
        SimOwner owner = new SimOwner(this, stream, restored);
        owners.put(owner.id(), owner);
        return owner;
    }

    /** Hosts it no more. */
    void forget(SimOwner owner) {
        owners.remove(owner.id(), owner);
    }

    /** A replay begins; on the owner's loop. */
    void onReplay(SimOwner owner, OwnerLink port) {
        for (SimNodeLink link : links) {
            if (link.leadsTo(port)) {
                cluster.traps().onReplay(owner, link);
                return;
            }
        }
    }

    /** Writes GONE as the answer to an ATTACH. */
    void refuse(OwnerLink link, LinkFrame.Attach attach, GoneReason why) {
        int mark = Records.begin(link.batch());
        new LinkFrame.Gone(
                        attach.ref(), attach.attachId(), attach.owner(), why.number(), why.text())
                .write(link.batch());
        Records.end(link.batch(), mark);
        link.flush();
    }

    // ---- faults ----

    /** Dies with all its owners; its links break, and each gateway sees that when it does. */
    void crash() {
        dead = true;
        loop.kill();
        buried = owners();
        buried.forEach(SimOwner::kill);
        owners.clear();
    }

    /** The owners that died with it. */
    List<SimOwner> buried() {
        return buried;
    }
}
