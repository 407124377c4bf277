package dev.cardea.service;

import dev.cardea.room.Agents;
import dev.cardea.room.Rooms;
import dev.cardea.store.Store;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;

/** Where a {@link Service} names its routes. Confined to the definition of the service. */
public interface Routes {
    /** The first route number that is free for games; those below are Cardea's own. */
    int FIRST = 1024;

    /**
     * A route whose handler may block: each request gets a virtual thread.
     *
     * @param route its number, {@link #FIRST} or more, unique in the server
     * @param asks what a request carries
     * @param answers what a reply carries
     */
    <Q, A> Route on(int route, Codec<Q> asks, Codec<A> answers, Handler<Q, A> handler);

    /** The same with records. */
    default <Q extends Record, A extends Record> Route on(
            int route, Class<Q> ask, Class<A> answer, Handler<Q, A> handler) {
        return on(route, Codecs.of(ask), Codecs.of(answer), handler);
    }

    /**
     * A route whose handler never blocks: it runs on the event loop, in well under a millisecond.
     * One that blocks stops every connection of that loop. Its deadline is never reached.
     */
    <Q, A> Route inline(int route, Codec<Q> asks, Codec<A> answers, Handler<Q, A> handler);

    /** The same with records. */
    default <Q extends Record, A extends Record> Route inline(
            int route, Class<Q> ask, Class<A> answer, Handler<Q, A> handler) {
        return inline(route, Codecs.of(ask), Codecs.of(answer), handler);
    }

    /** The rooms, for the handlers to keep. */
    Rooms rooms();

    /** The players' agents, for the handlers to keep. */
    Agents agents();

    /**
     * What is in the database, for handlers on virtual threads to keep. Ask it for its parts in the
     * definition: on a server without a database that fails, and so the start does.
     */
    Store store();
}
