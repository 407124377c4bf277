package planted.dev.cardea.room;

import io.netty.channel.ChannelId;
import io.netty.channel.DefaultChannelId;

/** A room may not know channels. */
public final class KnowsChannels {
    public ChannelId channel = DefaultChannelId.newInstance();
}
