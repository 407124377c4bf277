package dev.cardea.server.node;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Logs failures of game code by kind: the first of a kind with its stack, then a line whenever its
 * number has doubled, so that a failure in every request cannot fill a disk. Safe from any thread.
 */
final class FailureLog {
    private static final int KINDS_MAX = 256;
    private static final String OTHERS = "others";

    private final Logger log;
    private final ConcurrentHashMap<String, AtomicLong> kinds = new ConcurrentHashMap<>();

    FailureLog(Logger log) {
        this.log = log;
    }

    /**
     * Notes one failure.
     *
     * @param where what kind of code failed: a route, a type of room
     * @param detail what exactly, for the first of its kind
     */
    void failed(String where, String detail, Throwable cause) {
        String kind = where + ": " + cause.getClass().getName();
        if (kinds.size() >= KINDS_MAX && !kinds.containsKey(kind)) {
            kind = OTHERS;
        }
        AtomicLong number = kinds.computeIfAbsent(kind, k -> new AtomicLong());
        long times = number.incrementAndGet();
        if (times == 1) {
            log.error("{} failed ({})", where, detail, cause);
        } else if (Long.bitCount(times) == 1) {
            log.error("{} failed {} times by now", kind, times);
        }
    }
}
