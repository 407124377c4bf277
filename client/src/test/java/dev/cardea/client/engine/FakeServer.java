package dev.cardea.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.Dialer;
import dev.cardea.net.Endpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Takes a client's calls when the test says so. Confined to the test's thread. */
final class FakeServer implements Dialer {
    private final ManualLoop loop;
    private final ArrayDeque<Call> ringing = new ArrayDeque<>();
    private final List<Endpoint> called = new ArrayList<>();

    FakeServer(ManualLoop loop) {
        this.loop = loop;
    }

    private record Call(DialHandler handler) {}

    @Override
    public Dial dial(Endpoint endpoint, DialHandler handler) {
        Call call = new Call(handler);
        ringing.add(call);
        called.add(endpoint);
        return () -> ringing.remove(call);
    }

    /** Every endpoint that the client called, in order. */
    List<Endpoint> called() {
        return called;
    }

    /** Whether an attempt waits to be answered. */
    boolean rings() {
        loop.settle();
        return !ringing.isEmpty();
    }

    /** Opens the connection that the client waits for. */
    FakeConnection accept() {
        assertThat(rings()).as("the client dials").isTrue();
        FakeConnection connection = new FakeConnection(loop);
        connection.handler(ringing.remove().handler().onOpen(connection));
        loop.settle();
        return connection;
    }

    /** Refuses it. */
    void refuse() {
        assertThat(rings()).as("the client dials").isTrue();
        ringing.remove().handler().onFailed("connection refused");
        loop.settle();
    }
}
