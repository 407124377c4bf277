package dev.cardea.server.node;

import dev.cardea.room.Opening;
import dev.cardea.room.loop.Mail;
import dev.cardea.room.loop.Mailbox.Offer;
import dev.cardea.session.OwnerId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.MalformedException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which connections of one link are attached to which rooms. Confined to the link's loop.
 *
 * <p>A body that is no message of its room is the client's fault, and its input's number could
 * never be applied: the connection is closed with PROTOCOL_ERROR, and the room hears nothing of it.
 * An input that finds no place in the mailbox is dropped and everything behind it too, until the
 * client, told AGAIN, has attached and sends them once more.
 */
final class LinkAttachments {
    /** What one connection may be attached to; the oldest is detached for one more. */
    static final int ATTACHMENTS_MAX = 128;

    private static final int ATTACH_TRIES = 3;

    private final Node node;
    private final NodeLink link;
    private final Map<OwnerId, RoomLink> rooms = new HashMap<>();
    private final List<RoomHost> toRun = new ArrayList<>();
    private int lastOwnerRef;

    LinkAttachments(Node node, NodeLink link) {
        this.node = node;
        this.link = link;
    }

    // ---- attach ----

    void attach(OpenSession from, LinkFrame.Attach frame) {
        OwnerId id = owner(from, frame);
        if (id == null) {
            link.gone(frame, GoneReason.FORBIDDEN);
            return;
        }
        for (int i = 0; i < ATTACH_TRIES; i++) {
            RoomHost host = id.isAgent() ? agent(id) : node.directory().find(id);
            if (host == null) {
                absent(id, frame);
                return;
            }
            if (attach(from, frame, host) != Offer.CLOSED) {
                return;
            }
            node.directory().forget(host); // it is over; an agent is made anew
        }
        link.gone(frame, GoneReason.NO_SUCH_OWNER);
    }

    /** Whom it wants, or null: it may not, or there can be no such owner. */
    private static @Nullable OwnerId owner(OpenSession from, LinkFrame.Attach frame) {
        OwnerId own = OwnerId.agent(from.open().who().account());
        if (frame.owner().isEmpty()) {
            return own;
        }
        try {
            OwnerId id = OwnerId.parse(frame.owner());
            return id.isAgent() && !id.equals(own) ? null : id;
        } catch (IllegalArgumentException noName) {
            return null;
        }
    }

    private @Nullable RoomHost agent(OwnerId id) {
        return switch (node.directory()
                .open(id, node.agentType(), Opening.Created.with(Bytes.EMPTY))) {
            case RoomDirectory.Opened.Found(RoomHost host, boolean _) -> host;
            case RoomDirectory.Opened.Full() -> null;
        };
    }

    private void absent(OwnerId id, LinkFrame.Attach frame) {
        if (id.isAgent()) {
            link.kick(frame.ref(), CloseCode.SERVER_FULL, "as many accounts as there may be");
        } else {
            link.gone(frame, absence(frame.position().epoch()));
        }
    }

    private GoneReason absence(long epoch) {
        if (epoch == 0) {
            return GoneReason.NO_SUCH_OWNER;
        }
        return node.directory().isOfThisStart(epoch)
                ? GoneReason.ROOM_CLOSED
                : GoneReason.RESTARTED;
    }

    private Offer attach(OpenSession from, LinkFrame.Attach frame, RoomHost host) {
        Attachment to = attachment(from, host);
        to.overrun = false;
        Mail mail = new Mail.Attach(to.link, to.link.ownerRef(), from.open(), frame);
        Offer offer = host.offer(mail, to);
        switch (offer) {
            case WAKE -> toRun.add(host);
            case FULL -> link.kick(frame.ref(), CloseCode.RATE_LIMITED, "attaches too fast");
            case CLOSED -> remove(from, to);
            case QUEUED -> {}
        }
        return offer;
    }

    private Attachment attachment(OpenSession from, RoomHost host) {
        for (Attachment known : from.attachments()) {
            if (known.link.host() == host) {
                return known;
            }
        }
        makeRoom(from);
        Attachment made = new Attachment(roomLink(host));
        made.link.users++;
        from.attachments().add(made);
        return made;
    }

    /** Forgets what is over, and if that is not enough, the oldest but the agent. */
    private void makeRoom(OpenSession from) {
        if (from.attachments().size() < ATTACHMENTS_MAX) {
            return;
        }
        for (Attachment one : List.copyOf(from.attachments())) {
            if (one.link.host().over()) {
                remove(from, one);
            }
        }
        if (from.attachments().size() >= ATTACHMENTS_MAX) {
            detach(from, from.attachments().get(1));
        }
    }

    private RoomLink roomLink(RoomHost host) {
        RoomLink known = rooms.get(host.id());
        if (known != null && known.host() == host) {
            return known;
        }
        RoomLink made = new RoomLink(link, host, ++lastOwnerRef);
        rooms.put(host.id(), made);
        return made;
    }

    // ---- detach ----

    void detach(OpenSession from, int ownerRef) {
        Attachment attachment = from.attachedTo(ownerRef);
        if (attachment != null) {
            detach(from, attachment);
        }
    }

    void detachAll(OpenSession from) {
        for (Attachment attachment : List.copyOf(from.attachments())) {
            detach(from, attachment);
        }
    }

    private void detach(OpenSession from, Attachment attachment) {
        RoomLink room = attachment.link;
        boolean isLast = remove(from, attachment);
        Mail mail = isLast ? new Mail.LinkLost(room) : new Mail.Detach(room, from.open().ref());
        room.host().post(mail);
    }

    /** Whether it was the last of that room here: the room need not know the link any more. */
    private boolean remove(OpenSession from, Attachment attachment) {
        from.attachments().remove(attachment);
        RoomLink room = attachment.link;
        room.users--;
        if (room.users > 0) {
            return false;
        }
        rooms.remove(room.host().id(), room);
        return true;
    }

    void linkLost() {
        runRooms();
        for (RoomLink room : rooms.values()) {
            room.host().post(new Mail.LinkLost(room));
        }
        rooms.clear();
    }

    int roomCount() {
        return rooms.size();
    }

    // ---- inputs ----

    void input(OpenSession from, LinkFrame.Input frame, ByteBuf body) {
        Attachment to = from.attachedTo(frame.ownerRef());
        if (to == null || to.overrun) {
            return;
        }
        RoomHost host = to.link.host();
        int bytes = body.readableBytes();
        Object message;
        try {
            message = host.type().input(body);
        } catch (MalformedException malformed) {
            node.counters().malformedInputs.increment();
            link.kick(
                    frame.ref(),
                    CloseCode.PROTOCOL_ERROR,
                    "malformed input: " + malformed.kind().name());
            return;
        } catch (Throwable thrown) { // a codec of the game's; those behind it are not to blame
            node.inputFailed(host.id(), thrown);
            link.kick(frame.ref(), CloseCode.INTERNAL, CloseCode.INTERNAL.text());
            return;
        }
        offer(to, new Mail.Input(to.link, frame, message), bytes);
    }

    private void offer(Attachment to, Mail.Input mail, int bytes) {
        RoomHost host = to.link.host();
        node.counters().inputs.increment();
        switch (host.offerInput(mail, to, bytes)) {
            case WAKE -> toRun.add(host);
            case FULL -> {
                node.counters().overruns.increment();
                to.overrun = true;
                host.post(new Mail.Overrun(to.link, mail.frame().ref()));
            }
            case QUEUED, CLOSED -> {}
        }
    }

    /** Runs the rooms that got mail in this turn of the loop. */
    void runRooms() {
        for (RoomHost host : toRun) {
            host.run(Offer.WAKE);
        }
        toRun.clear();
    }
}
