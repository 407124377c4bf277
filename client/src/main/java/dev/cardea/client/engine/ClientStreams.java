package dev.cardea.client.engine;

import dev.cardea.session.OwnerId;
import dev.cardea.wire.Frame;
import dev.cardea.wire.FrameBounds;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a session by owner, and by the channels that the connection that counts gave them.
 * Confined to the session's loop.
 */
final class ClientStreams {
    /** How HELLO names the session's own agent. */
    static final String AGENT = "";

    private final Map<String, ClientStream> byOwner = new LinkedHashMap<>(4);
    private final IntObjectHashMap<ClientStream> byChannel = new IntObjectHashMap<>(4);
    private final PastEpochs pastEpochs = new PastEpochs();
    private String agentOwner = AGENT;
    private long strayFrames;

    /** The agent's name, once WELCOME told the account. */
    void account(String account) {
        agentOwner = OwnerId.AGENT_TYPE + '/' + account;
    }

    /** Whether there is room for one more. */
    boolean full() {
        return byOwner.size() >= FrameBounds.STREAMS_MAX;
    }

    boolean has(String owner) {
        return byOwner.containsKey(owner);
    }

    /** Adds the stream of an owner that has none yet, detached. */
    ClientStream add(String owner, StreamHandler handler) {
        ClientStream stream = new ClientStream(owner, pastEpochs.of(owner), handler);
        if (byOwner.putIfAbsent(owner, stream) != null) {
            throw new IllegalStateException("there is a stream of " + owner);
        }
        return stream;
    }

    /** Forgets a stream, but not the newest epoch that it saw (rule R9). */
    void remove(ClientStream stream) {
        stream.vacated();
        byOwner.remove(stream.owner());
        unbind(stream);
        pastEpochs.remember(stream.owner(), stream.newestEpoch());
    }

    /** The connection no longer counts: channels are void, inputs wait. */
    void detachAll() {
        byChannel.clear();
        byOwner.values().forEach(ClientStream::detached);
    }

    /**
     * Splits the streams into what a HELLO of {@code bytesMax} bytes can name and what needs an
     * ATTACH of its own after WELCOME. The agent is attached without being asked for and is named
     * only where an epoch of it is known.
     */
    Wanted wanted(int bytesMax) {
        List<Frame.Stream> first = new ArrayList<>(byOwner.size());
        List<Frame.Stream> later = new ArrayList<>(0);
        int bytes = 0;
        for (ClientStream stream : byOwner.values()) {
            boolean unknownAgent = stream.owner().equals(AGENT) && stream.newestEpoch() == 0;
            if (unknownAgent || !stream.isWanted()) {
                continue;
            }
            Frame.Stream position = stream.position();
            bytes += HelloSize.of(position);
            (bytes <= bytesMax ? first : later).add(position);
        }
        return new Wanted(first, later);
    }

    /** Streams that HELLO names, and those that ATTACH asks for after it. */
    record Wanted(List<Frame.Stream> inHello, List<Frame.Stream> afterWelcome) {}

    void attached(Frame.Attached frame, Uplink uplink) {
        ClientStream stream = owned(frame.owner());
        if (stream == null) {
            strayFrames++;
            return;
        }
        if (stream.isStale(frame)) {
            strayFrames++;
            return;
        }
        unbind(stream);
        ClientStream former = byChannel.put(frame.channel(), stream);
        if (former != null) {
            former.detached();
        }
        stream.attached(frame, uplink);
    }

    void state(Frame.State frame, ByteBuf part) {
        ClientStream stream = at(frame.channel());
        if (stream != null) {
            stream.state(frame, part);
        }
    }

    void event(Frame.Event frame, ByteBuf body) {
        ClientStream stream = at(frame.channel());
        if (stream != null) {
            stream.event(frame, body);
        }
    }

    void patch(Frame.Patch frame, ByteBuf body) {
        ClientStream stream = at(frame.channel());
        if (stream != null) {
            stream.patch(frame, body);
        }
    }

    void applied(Frame.Applied frame) {
        ClientStream stream = at(frame.channel());
        if (stream != null) {
            stream.applied(frame);
        }
    }

    /** The stream of that owner, or null if the client holds none (any more). */
    @Nullable ClientStream owned(String owner) {
        return byOwner.get(owner.equals(agentOwner) ? AGENT : owner);
    }

    /** The membership in {@code stream} ended while the stream is still wanted. */
    void vacate(ClientStream stream) {
        unbind(stream);
        stream.vacated();
    }

    /**
     * Frames of owners that the client has left: they were under way, so they are no fault, but
     * they are counted.
     */
    long strayFrames() {
        return strayFrames;
    }

    private @Nullable ClientStream at(int channel) {
        ClientStream stream = byChannel.get(channel);
        if (stream == null) {
            strayFrames++;
        }
        return stream;
    }

    private void unbind(ClientStream stream) {
        if (byChannel.get(stream.channel()) == stream) {
            byChannel.remove(stream.channel());
        }
    }
}
