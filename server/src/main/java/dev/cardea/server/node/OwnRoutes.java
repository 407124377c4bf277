package dev.cardea.server.node;

import dev.cardea.room.Applicant;
import dev.cardea.room.loop.Mail;
import dev.cardea.service.Caller;
import dev.cardea.service.Refusal;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.Max;
import dev.cardea.wire.ReplyStatus;
import dev.cardea.wire.Schema;
import org.jspecify.annotations.Nullable;

/** Cardea's own routes, below 1024: docs/PROTOCOL.md, "Requests". Safe from any thread. */
final class OwnRoutes {
    private static final String SERVICE = "cardea";
    private static final int JOIN_ROUTE = 1;
    private static final int SCHEMA_ROUTE = 2;
    private static final int SERVICES_ROUTE = 3;
    private static final int JOIN_TRIES = 3;
    private static final int FULL_RETRY_MILLIS = 5000;
    private static final int BUSY_RETRY_MILLIS = 1000;

    private final Node node;
    private volatile @Nullable Text services;

    /** A seat in that room, please. */
    record Join(String type, String key, Bytes options) {}

    /** Where the seat is. */
    record Seat(String owner) {}

    /** What is said in rooms of that type; "" is the agent's. */
    record AskSchema(String type) {}

    /** What routes there are. */
    record AskServices() {}

    /** As JSON. */
    record Text(@Max(Max.LIMIT) String json) {}

    OwnRoutes(Node node) {
        this.node = node;
    }

    void addTo(RouteTable routes) {
        Codec<Text> text = Codecs.of(Text.class);
        RouteEntry<Join, Seat> join =
                new RouteEntry<>(
                        JOIN_ROUTE,
                        SERVICE,
                        Codecs.of(Join.class),
                        Codecs.of(Seat.class),
                        new RouteEntry.Action.Later<>(this::join));
        RouteEntry<AskSchema, Text> schema =
                new RouteEntry<>(
                        SCHEMA_ROUTE,
                        SERVICE,
                        Codecs.of(AskSchema.class),
                        text,
                        new RouteEntry.Action.Inline<>((caller, ask) -> schema(ask)));
        RouteEntry<AskServices, Text> services =
                new RouteEntry<>(
                        SERVICES_ROUTE,
                        SERVICE,
                        Codecs.of(AskServices.class),
                        text,
                        new RouteEntry.Action.Inline<>((caller, ask) -> services(routes)));
        join.idempotent();
        schema.idempotent();
        services.idempotent();
        routes.add(join);
        routes.add(schema);
        routes.add(services);
    }

    private Text schema(AskSchema ask) {
        HostedType<?, ?, ?> type =
                ask.type().isEmpty() ? node.agentType() : node.roomType(ask.type());
        if (type == null) {
            throw new Refusal(ReplyStatus.BAD_REQUEST, "no such room type");
        }
        return new Text(type.schemaJson());
    }

    /** Made once: it takes long, and nothing changes after the start. */
    private Text services(RouteTable routes) {
        Text known = services;
        if (known == null) {
            known = describe(routes);
            services = known;
        }
        return known;
    }

    private static Text describe(RouteTable routes) {
        StringBuilder json = new StringBuilder("{\"routes\":[");
        for (RouteEntry<?, ?> route : routes.all()) {
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
                    .append("{\"route\":")
                    .append(route.number())
                    .append(",\"service\":\"")
                    .append(route.service())
                    .append("\",\"idempotent\":")
                    .append(route.isIdempotent())
                    .append(member("asks", route.asks().schema()))
                    .append(member("answers", route.answers().schema()))
                    .append('}');
        }
        return new Text(json.append("]}").toString());
    }

    private static String member(String name, @Nullable Schema schema) {
        return schema == null ? "" : ",\"" + name + "\":" + schema.json();
    }

    // ---- rooms.join ----

    private void join(Caller caller, Join ask, Call<Join, Seat> call) {
        HostedType<?, ?, ?> type = node.roomType(ask.type());
        if (type == null || !OwnerId.isKey(ask.key())) {
            call.answer(ReplyStatus.BAD_REQUEST, 0, "no such room type, or no key for a room");
            return;
        }
        OwnerId id = new OwnerId(ask.type(), ask.key());
        join(new Joining(caller, type, id, ask.options(), call), JOIN_TRIES);
    }

    /** One request for a seat, under way. */
    private record Joining(
            Caller caller,
            HostedType<?, ?, ?> type,
            OwnerId id,
            Bytes options,
            Call<Join, Seat> call) {}

    private void join(Joining joining, int tries) {
        RoomHost host = find(joining);
        if (host == null) {
            return;
        }
        Mail.Join mail =
                new Mail.Join(
                        new Applicant(joining.caller.session(), joining.caller.who()),
                        joining.options,
                        answer -> answered(joining, host, answer, tries));
        switch (host.postJoin(mail)) {
            case CLOSED -> again(joining, host, tries);
            case FULL ->
                    joining.call.answer(ReplyStatus.BUSY, BUSY_RETRY_MILLIS, "the room is busy");
            case QUEUED, WAKE -> {}
        }
    }

    private @Nullable RoomHost find(Joining joining) {
        if (joining.type.plan().type().isCreatedByServices()) {
            RoomHost host = node.directory().find(joining.id);
            if (host == null) {
                joining.call.answer(ReplyStatus.FORBIDDEN, 0, "there is no such room");
            }
            return host;
        }
        return switch (node.directory().open(joining.id, joining.type, joining.options)) {
            case RoomDirectory.Opened.Found(RoomHost host, boolean _) -> host;
            case RoomDirectory.Opened.Full() -> {
                String text = "this server has as many rooms as it may have";
                joining.call.answer(ReplyStatus.UNAVAILABLE, FULL_RETRY_MILLIS, text);
                yield null;
            }
        };
    }

    private void answered(Joining joining, RoomHost host, Mail.Joining answer, int tries) {
        switch (answer) {
            case Mail.Joining.Seated() -> joining.call.answer(new Seat(joining.id.toString()));
            case Mail.Joining.Refused(String why) ->
                    joining.call.answer(ReplyStatus.FORBIDDEN, 0, why);
            case Mail.Joining.Full() ->
                    joining.call.answer(ReplyStatus.CONFLICT, 0, "the room is full");
            case Mail.Joining.Over() -> again(joining, host, tries);
        }
    }

    /** The room was over before it could answer; the next of its name may. */
    private void again(Joining joining, RoomHost over, int tries) {
        node.directory().forget(over);
        if (tries > 1) {
            join(joining, tries - 1);
        } else {
            joining.call.answer(ReplyStatus.UNAVAILABLE, 0, "the room closed");
        }
    }
}
