package dev.cardea.server.admin;

/**
 * What went through the server, as of one moment. Immutable.
 *
 * @param connectionsTotal connections accepted since the start
 * @param connectionsActive connections open now
 * @param sessions players signed in now
 * @param rooms rooms open now
 * @param messagesIn messages from clients since the start
 * @param messagesOut messages to clients since the start
 * @param errors connections closed for a fault of either side since the start
 */
public record Traffic(
        long connectionsTotal,
        long connectionsActive,
        long sessions,
        long rooms,
        long messagesIn,
        long messagesOut,
        long errors) {}
