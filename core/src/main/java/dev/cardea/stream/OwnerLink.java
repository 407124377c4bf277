package dev.cardea.stream;

import io.netty.buffer.ByteBuf;

/**
 * A link as an owner sees it; its identity is that of the live link. Confined to the owner, but for
 * {@link #writable}.
 */
public interface OwnerLink {
    /** Where the owner appends whole records during its turn. Its own until {@link #flush}. */
    ByteBuf batch();

    /** Hands the batch over to the link, if there is anything in it. Never blocks. */
    void flush();

    /** Whether the link takes more now; replays wait otherwise. */
    boolean writable();
}
