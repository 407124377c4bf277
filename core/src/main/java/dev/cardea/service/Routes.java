package dev.cardea.service;

import dev.cardea.room.Agents;
import dev.cardea.room.Rooms;

/** Where a {@link Service} names its routes. Confined to the definition of the service. */
public interface Routes {
    /** The first route number that is free for games; those below are Cardea's own. */
    int FIRST = 1024;

    /**
     * A route whose handler may block: each request gets a virtual thread.
     *
     * @param route its number, {@link #FIRST} or more, unique in the server
     * @param ask the record that a request carries
     * @param answer the record that a reply carries
     */
    <Q, A> Route on(int route, Class<Q> ask, Class<A> answer, Handler<Q, A> handler);

    /**
     * A route whose handler never blocks: it runs on the event loop, in well under a millisecond.
     * One that blocks stops every connection of that loop.
     */
    <Q, A> Route inline(int route, Class<Q> ask, Class<A> answer, Handler<Q, A> handler);

    /** The rooms, for the handlers to keep. */
    Rooms rooms();

    /** The players' agents, for the handlers to keep. */
    Agents agents();
}
