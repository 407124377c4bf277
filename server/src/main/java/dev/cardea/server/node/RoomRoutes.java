package dev.cardea.server.node;

import dev.cardea.room.Applicant;
import dev.cardea.room.Listing;
import dev.cardea.room.Opening;
import dev.cardea.room.RoomRequests;
import dev.cardea.room.RoomRequests.Create;
import dev.cardea.room.RoomRequests.Entry;
import dev.cardea.room.RoomRequests.Find;
import dev.cardea.room.RoomRequests.Found;
import dev.cardea.room.RoomRequests.Join;
import dev.cardea.room.RoomRequests.Label;
import dev.cardea.room.RoomRequests.Search;
import dev.cardea.room.RoomRequests.Seat;
import dev.cardea.room.RoomRequests.Watch;
import dev.cardea.room.RoomType;
import dev.cardea.service.Caller;
import dev.cardea.service.Refusal;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.ReplyStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The routes by which players get into rooms: docs/PROTOCOL.md, "Requests". Safe from any thread.
 */
final class RoomRoutes {
    /** About so many bytes of rooms are in one answer, so that it fits a frame. */
    private static final int LIST_BYTES_MAX = 16 * 1024;

    private final Node node;

    RoomRoutes(Node node) {
        this.node = node;
    }

    void addTo(RouteTable routes) {
        addSeats(routes, RoomRequests.JOIN, Join.class, this::join).idempotent();
        addSeats(routes, RoomRequests.WATCH, Watch.class, this::watch).idempotent();
        addSeats(routes, RoomRequests.FIND, Find.class, this::find).idempotent();
        addSeats(routes, RoomRequests.CREATE, Create.class, this::create);
        RouteEntry<Search, Found> list =
                new RouteEntry<>(
                        RoomRequests.LIST,
                        OwnRoutes.SERVICE,
                        Codecs.of(Search.class),
                        Codecs.of(Found.class),
                        new RouteEntry.Action.Inline<>((caller, ask) -> list(ask)));
        list.idempotent();
        routes.add(list);
    }

    private static <Q> RouteEntry<Q, Seat> addSeats(
            RouteTable routes, int number, Class<Q> asks, RouteEntry.Beginning<Q, Seat> beginning) {
        RouteEntry<Q, Seat> entry =
                new RouteEntry<>(
                        number,
                        OwnRoutes.SERVICE,
                        Codecs.of(asks),
                        Codecs.of(Seat.class),
                        new RouteEntry.Action.Later<>(beginning));
        routes.add(entry);
        return entry;
    }

    private void join(Caller caller, Join ask, Call<Join, Seat> call) {
        named(player(caller), ask, call);
    }

    private void watch(Caller caller, Watch ask, Call<Watch, Seat> call) {
        Applicant spectator = new Applicant(caller.session(), caller.who(), true);
        named(spectator, new Join(ask.type(), ask.key(), ask.options()), call);
    }

    private void named(Applicant who, Join ask, Call<?, Seat> call) {
        HostedType<?, ?, ?> type = node.roomType(ask.type());
        if (type == null || !OwnerId.isKey(ask.key())) {
            call.answer(ReplyStatus.BAD_REQUEST, 0, "no such room type, or no key for a room");
            return;
        }
        Opening.Created how = Opening.Created.with(ask.options());
        new Seating(node, type, who, how, call).join(new OwnerId(ask.type(), ask.key()));
    }

    private static Applicant player(Caller caller) {
        return new Applicant(caller.session(), caller.who());
    }

    private void find(Caller caller, Find ask, Call<Find, Seat> call) {
        try {
            HostedType<?, ?, ?> type = listed(ask.type());
            Map<String, String> labels = labels(type, ask.labels());
            Opening.Created how = new Opening.Created(ask.options(), labels, false);
            new Seating(node, type, player(caller), how, call).find();
        } catch (Refusal refusal) {
            call.answer(refusal.status(), 0, refusal.text());
        }
    }

    private void create(Caller caller, Create ask, Call<Create, Seat> call) {
        try {
            HostedType<?, ?, ?> type = type(ask.type());
            if (type.plan().type().origin() == RoomType.Origin.SERVICE) {
                throw new Refusal(ReplyStatus.FORBIDDEN, "only services create such rooms");
            }
            Map<String, String> labels = labels(type, ask.labels());
            Opening.Created how = new Opening.Created(ask.options(), labels, ask.hidden());
            new Seating(node, type, player(caller), how, call).create();
        } catch (Refusal refusal) {
            call.answer(refusal.status(), 0, refusal.text());
        }
    }

    private Found list(Search ask) {
        HostedType<?, ?, ?> type = listed(ask.type());
        if (ask.limit() < 1 || ask.limit() > RoomRequests.LISTINGS_MAX) {
            throw new Refusal(ReplyStatus.BAD_REQUEST, "limit: 1 to " + RoomRequests.LISTINGS_MAX);
        }
        RoomBoard.Page page =
                node.directory()
                        .board(type)
                        .list(labels(type, ask.labels()), ask.after(), ask.limit(), LIST_BYTES_MAX);
        return new Found(page.listings().stream().map(RoomRoutes::entry).toList(), page.next());
    }

    private static Entry entry(Listing listing) {
        return new Entry(
                listing.room().key(),
                listing.members(),
                listing.seats(),
                RoomRequests.labels(listing.labels()));
    }

    private HostedType<?, ?, ?> type(String name) {
        HostedType<?, ?, ?> type = node.roomType(name);
        if (type == null) {
            throw new Refusal(ReplyStatus.BAD_REQUEST, "no such room type");
        }
        return type;
    }

    private HostedType<?, ?, ?> listed(String name) {
        HostedType<?, ?, ?> type = type(name);
        if (!type.plan().type().isListed()) {
            throw new Refusal(ReplyStatus.FORBIDDEN, "rooms of type " + name + " are not listed");
        }
        return type;
    }

    private static Map<String, String> labels(HostedType<?, ?, ?> type, List<Label> labels) {
        Map<String, String> byName = new TreeMap<>();
        for (Label label : labels) {
            if (!type.plan().type().labels().contains(label.name())) {
                throw new Refusal(ReplyStatus.BAD_REQUEST, "no label " + label.name());
            }
            byName.put(label.name(), label.value());
        }
        return byName;
    }
}
