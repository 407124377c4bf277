package dev.cardea.net.channel;

import io.netty.channel.socket.SocketChannel;

/** Puts the handlers of a transport into a new channel. Called on the channel's event loop. */
@FunctionalInterface
public interface ChannelStarter {
    /** Starts {@code channel}, which belongs to {@code loop}. */
    void start(SocketChannel channel, ChannelLoop loop);
}
