package dev.cardea.server.store.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What a PostgreSQL writes, read to its end lest it blocks, and passed on into our log. Confined to
 * a thread of its own; its futures may be asked from any.
 */
final class PostgresLog {
    /** What is kept of a line; the rest is skipped. */
    static final int LINE_CHARS_MAX = 1000;

    private static final Logger LOG = LoggerFactory.getLogger("dev.cardea.postgres");
    private static final int LINES_KEPT = 30;

    private final BufferedReader from;
    private final Deque<String> last = new ArrayDeque<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<List<String>> ended = new CompletableFuture<>();

    private PostgresLog(BufferedReader from) {
        this.from = from;
    }

    /** Begins to read. */
    static PostgresLog of(Process process) {
        PostgresLog log = new PostgresLog(process.inputReader());
        Thread.ofPlatform().daemon().name("postgres-log").start(log::readAll);
        return log;
    }

    /** Done when it says that clients may connect; not at all if it never does. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Its last lines, once it is at its end. */
    CompletableFuture<List<String>> ended() {
        return ended;
    }

    private void readAll() {
        Level level = Level.DEBUG;
        try (from) {
            for (String line = line(from); line != null; line = line(from)) {
                LogLine read = LogLine.parse(line, level);
                level = read.level();
                LOG.atLevel(level).log(read.text());
                keep(read.text());
                if (read.saysReady()) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            LOG.debug("the log of PostgreSQL cannot be read: {}", e.getMessage());
        } finally {
            ended.complete(List.copyOf(last));
        }
    }

    private void keep(String line) {
        if (last.size() == LINES_KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
    }

    /** The next line, of which no more than the bound is kept; null at the end. */
    static @Nullable String line(Reader from) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = from.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            if (line.length() < LINE_CHARS_MAX) {
                line.append((char) next);
            }
            next = from.read();
        }
        return line.toString();
    }
}
