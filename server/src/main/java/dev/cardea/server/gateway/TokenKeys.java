package dev.cardea.server.gateway;

import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.FrameBounds;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks session tokens: HMAC-SHA-256 (RFC 2104) over session, account, name and times,
 * under the first key of a ring; any key of the ring is accepted, so that keys can be changed while
 * sessions live. Immutable, safe from any thread.
 *
 * <p>A token is opaque to clients: u8 form = 1, u32 key id, session id, u64 issued and u64 expiry
 * in seconds of Unix time, str account, str name, 32 bytes of HMAC. It is checked in constant time,
 * and before any of its other bytes is looked at but the key id.
 */
public final class TokenKeys {
    /** Shortest key. */
    public static final int KEY_BYTES_MIN = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final int FORM = 1;
    private static final int HEAD_BYTES = 5;

    private final List<Ring> ring;
    private final Duration lifetime;

    private record Ring(int id, Mac mac) {}

    /** What a token is worth. */
    sealed interface Verdict {
        /** It proves this session. */
        record Good(SessionId session, Identity who) implements Verdict {}

        /** It did, once. */
        record Expired() implements Verdict {}

        /** No key of the ring has signed it. */
        record Forged() implements Verdict {}
    }

    /**
     * @param keys of at least {@link #KEY_BYTES_MIN} bytes; the first signs
     * @param lifetime of a token, in whole seconds
     */
    public TokenKeys(List<byte[]> keys, Duration lifetime) {
        if (keys.isEmpty() || lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("at least one key and one second");
        }
        List<Ring> all = new ArrayList<>();
        for (byte[] key : keys) {
            if (key.length < KEY_BYTES_MIN) {
                throw new IllegalArgumentException("a key of under " + KEY_BYTES_MIN + " bytes");
            }
            Mac mac = mac(key);
            byte[] id = sign(mac, "cardea token key id".getBytes(StandardCharsets.US_ASCII));
            all.add(new Ring(Unpooled.wrappedBuffer(id).readInt(), mac));
        }
        this.ring = List.copyOf(all);
        this.lifetime = lifetime;
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** A keyed MAC is cloned for each use: that is cheaper than to look one up and key it. */
    private static byte[] sign(Mac keyed, byte[] text) {
        try {
            return ((Mac) keyed.clone()).doFinal(text);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's HMAC can be cloned", e);
        }
    }

    /** How long a token is good for, in seconds. */
    int lifetimeSeconds() {
        return (int) lifetime.toSeconds();
    }

    /** A token for {@code session} that begins to live now. */
    Bytes issue(SessionId session, Identity who, long nowSeconds) {
        Ring key = ring.getFirst();
        ByteBuf token = Unpooled.buffer(128);
        token.writeByte(FORM).writeInt(key.id());
        token.writeLong(session.high()).writeLong(session.low());
        token.writeLong(nowSeconds).writeLong(nowSeconds + lifetimeSeconds());
        Utf8.write(token, who.account());
        Utf8.write(token, who.name());
        byte[] text = new byte[token.readableBytes()];
        token.getBytes(token.readerIndex(), text);
        token.writeBytes(sign(key.mac(), text));
        return Bytes.of(token);
    }

    /** Judges a token that a client sent. */
    Verdict judge(Bytes token, long nowSeconds) {
        byte[] bytes = token.toArray();
        if (bytes.length < HEAD_BYTES + MAC_BYTES || bytes[0] != FORM) {
            return new Verdict.Forged();
        }
        ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, bytes.length - MAC_BYTES);
        int keyId = in.skipBytes(1).readInt();
        for (Ring key : ring) {
            if (key.id() == keyId && isSigned(key, bytes)) {
                return read(in, nowSeconds);
            }
        }
        return new Verdict.Forged();
    }

    private static boolean isSigned(Ring key, byte[] bytes) {
        int end = bytes.length - MAC_BYTES;
        byte[] expected = sign(key.mac(), Arrays.copyOf(bytes, end));
        return MessageDigest.isEqual(expected, Arrays.copyOfRange(bytes, end, bytes.length));
    }

    private static Verdict read(ByteBuf in, long nowSeconds) {
        try {
            SessionId session = new SessionId(in.readLong(), in.readLong());
            long issued = in.readLong();
            long expiry = in.readLong();
            String account = Utf8.read(in, FrameBounds.NAME_BYTES_MAX);
            String name = Utf8.read(in, FrameBounds.NAME_BYTES_MAX);
            if (nowSeconds >= expiry || issued > expiry) {
                return new Verdict.Expired();
            }
            return new Verdict.Good(session, new Identity(account, name));
        } catch (MalformedException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // Signed by us in a form that this release does not know.
            return new Verdict.Forged();
        }
    }
}
