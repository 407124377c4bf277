package dev.cardea.server.node;

import dev.cardea.service.Refusal;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.Max;
import dev.cardea.wire.ReplyStatus;
import dev.cardea.wire.Schema;
import org.jspecify.annotations.Nullable;

/** Cardea's own routes, below 1024: docs/PROTOCOL.md, "Requests". Safe from any thread. */
final class OwnRoutes {
    static final String SERVICE = "cardea";
    private static final int SCHEMA_ROUTE = 2;
    private static final int SERVICES_ROUTE = 3;

    private final Node node;
    private volatile @Nullable Text services;

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
        schema.idempotent();
        services.idempotent();
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
}
