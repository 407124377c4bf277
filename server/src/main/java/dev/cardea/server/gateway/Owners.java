package dev.cardea.server.gateway;

import dev.cardea.stream.LinkFrame;
import io.netty.util.collection.IntObjectHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The owners that streams of a loop are attached to, on the present link. Confined to the loop. */
final class Owners {
    private final IntObjectHashMap<OwnerChannel> byRef = new IntObjectHashMap<>();
    private final ChannelNumbers numbers = new ChannelNumbers();

    @Nullable OwnerChannel of(int ownerRef) {
        return byRef.get(ownerRef);
    }

    /** The channel that an answer names, known or new. */
    OwnerChannel bind(LinkFrame.Attached answer, boolean agent, long nowNanos) {
        OwnerChannel known = byRef.get(answer.ownerRef());
        if (known != null) {
            return known;
        }
        int number = agent ? 0 : numbers.take(nowNanos);
        OwnerChannel channel = new OwnerChannel(answer.ownerRef(), number, answer.chain());
        byRef.put(answer.ownerRef(), channel);
        return channel;
    }

    /** Takes a stream out of its channel, which is forgotten with its last. */
    void leave(@Nullable OwnerChannel channel, ClientStream stream, long nowNanos) {
        if (channel != null && channel.remove(stream)) {
            forget(channel, nowNanos);
        }
    }

    private void forget(OwnerChannel channel, long nowNanos) {
        byRef.remove(channel.ownerRef());
        if (channel.number() != 0) {
            numbers.give(channel.number(), nowNanos);
        }
    }

    /** All channels; for the end of a link. */
    List<OwnerChannel> all() {
        return List.copyOf(byRef.values());
    }
}
