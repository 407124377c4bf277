package dev.cardea.server.gateway;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.MalformedException.Kind;
import java.util.List;

/** Frames with one thing wrong in each. Stateless. */
final class MalformedFrames {
    /** What is wrong, how it is counted, and the frame without its record's length. */
    record Case(String name, Kind kind, Bytes frame) {
        @Override
        public String toString() {
            return name;
        }
    }

    private MalformedFrames() {}

    static List<Case> all() {
        return List.of(
                octets("an unknown type", Kind.UNKNOWN_ID, 0x00),
                octets("an unknown extended type", Kind.UNKNOWN_ID, 0x04, 99),
                octets("a compressed frame", Kind.RESERVED, 0xE8, 0, 0, 0, 1, 0, 0, 1),
                octets("delivery on what is no EVENT", Kind.RESERVED, 0x41, 0, 0, 0, 0, 0, 0, 0, 1),
                octets("an unknown flag", Kind.RESERVED, 0x80, 5, 2, 1, 0, 0, 0, 1),
                octets("a frame that ends early", Kind.TRUNCATED, 0xE0, 0, 0),
                octets(
                        "a frame that goes on",
                        Kind.TRAILING_BYTES,
                        0x40,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        1,
                        9),
                octets(
                        "a varint with a byte too many",
                        Kind.NON_CANONICAL,
                        0xE0,
                        0,
                        0,
                        0,
                        1,
                        0,
                        0x80,
                        0x00,
                        1),
                octets(
                        "a varint without an end",
                        Kind.TOO_LONG,
                        0xE0,
                        0,
                        0,
                        0,
                        1,
                        0,
                        0xFF,
                        0xFF,
                        0xFF,
                        0xFF,
                        0xFF,
                        0xFF,
                        1),
                octets(
                        "a deadline above 2^31",
                        Kind.OUT_OF_RANGE,
                        0xE0,
                        0,
                        0,
                        0,
                        1,
                        0,
                        0xFF,
                        0xFF,
                        0xFF,
                        0xFF,
                        0x0F,
                        1),
                octets("an overlong form of UTF-8", Kind.BAD_UTF8, 0x04, 16, 2, 0xC0, 0x80),
                octets("a surrogate in UTF-8", Kind.BAD_UTF8, 0x04, 16, 3, 0xED, 0xA0, 0x80),
                octets("a name longer than the frame", Kind.TRUNCATED, 0x04, 16, 20, 'x'),
                octets("a name above its bound", Kind.TOO_LONG, 0x04, 16, 0xA2, 0x02, 'x'));
    }

    /** Of HELLO, which is awaited first. */
    static List<Case> hellos() {
        return List.of(
                octets("no proof at all", Kind.OUT_OF_RANGE, 0x10, 0, 0, 0, 1),
                octets(
                        "a credential and a token",
                        Kind.OUT_OF_RANGE,
                        0x10,
                        0,
                        0,
                        0,
                        1,
                        1,
                        4,
                        3,
                        'd',
                        'e',
                        'v',
                        2,
                        1,
                        0),
                octets(
                        "a tag that comes twice",
                        Kind.DUPLICATE,
                        0x10,
                        0,
                        0,
                        0,
                        1,
                        2,
                        1,
                        0,
                        2,
                        1,
                        0),
                octets("a field longer than HELLO", Kind.TRUNCATED, 0x10, 0, 0, 0, 1, 2, 100, 0),
                octets("65 streams", Kind.OUT_OF_RANGE, 0x10, 0, 0, 0, 1, 2, 1, 0, 3, 1, 65),
                octets(
                        "a field that goes on",
                        Kind.TRAILING_BYTES,
                        0x10,
                        0,
                        0,
                        0,
                        1,
                        2,
                        1,
                        0,
                        5,
                        2,
                        0,
                        0));
    }

    private static Case octets(String name, Kind kind, int... octets) {
        byte[] frame = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            frame[i] = (byte) octets[i];
        }
        return new Case(name, kind, Bytes.copyOf(frame));
    }
}
