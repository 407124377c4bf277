package dev.cardea.server.gateway;

import dev.cardea.session.Identity;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.Utf8;
import io.netty.buffer.Unpooled;

/**
 * Lets in any name without proof: for development. The name is the account. Whether a server may
 * have it is the configuration's to say. Immutable.
 */
public final class DevelopmentAuthenticator implements Authenticator {
    private static final int NAME_BYTES_MAX = 256;

    @Override
    public String scheme() {
        return "dev";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Verdict judge(Bytes proof) {
        try {
            String name = Utf8.readRest(Unpooled.wrappedBuffer(proof.toArray()), NAME_BYTES_MAX);
            if (!OwnerId.isKey(name)) {
                return new Verdict.Refused("a name has 1 to 64 plain characters");
            }
            return new Verdict.Accepted(new Identity(name, name));
        } catch (MalformedException malformed) {
            return new Verdict.Refused("a name is UTF-8 of 1 to 64 characters");
        }
    }
}
