package dev.cardea.server;

import dev.cardea.server.cli.Commands;
import dev.cardea.server.cli.ExitCode;
import dev.cardea.server.cli.Version;
import dev.cardea.server.config.Config;
import dev.cardea.server.config.Origins;
import dev.cardea.server.logging.Logs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a process that is a server: log, start, serve, drain, stop. Confined to the thread
 * that runs it; signals only complete a future.
 */
final class ServerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(Cardea.class);
    private static final long PROGRESS_MILLIS = 1_000;
    private static final long MEBI = 1 << 20;

    private final Cardea.Game game;
    private final Config config;
    private final Origins origins;
    private final Commands.Request request;
    private final CompletableFuture<String> asked = new CompletableFuture<>();
    private final AtomicInteger signals = new AtomicInteger();

    ServerProcess(Cardea.Game game, Commands.Request request) {
        this.game = game;
        this.config = request.loaded().config();
        this.origins = request.loaded().origins();
        this.request = request;
    }

    /** Serves until a signal comes; returns how it ended. */
    ExitCode run() {
        try (Logs logs = Logs.open(config.logging())) {
            logs.level(config.logging().level());
            return serve();
        } catch (IOException e) {
            String path = config.logging().path();
            request.err()
                    .println(
                            origins.of("logging.path")
                                    + ": logging.path: cannot write "
                                    + path
                                    + "; name a file or folder that this user may write");
            return ExitCode.CANNOT_START;
        }
    }

    private ExitCode serve() {
        Runtime jvm = Runtime.getRuntime();
        LOG.info(
                "starting: cardea {}, Java {}, {} processors, heap {} MiB",
                Version.release(),
                System.getProperty("java.version"),
                jvm.availableProcessors(),
                jvm.maxMemory() / MEBI);
        request.loaded().notes().forEach(note -> LOG.warn("{}", note));
        try (RunningServer server = RunningServer.start(game, config, origins)) {
            Signals.handle("INT", () -> signalled("Ctrl-C"));
            Signals.handle("TERM", () -> signalled("SIGTERM"));
            LOG.info(
                    "ready in {} ms since the JVM's start",
                    ManagementFactory.getRuntimeMXBean().getUptime());
            request.out().print(server.table());
            request.out().flush();
            String why = asked.join();
            drain(server, why);
        } catch (CannotStartException e) {
            request.err().println(e.getMessage());
            return ExitCode.CANNOT_START;
        }
        LOG.info("stopped");
        return ExitCode.OK;
    }

    /** The first asks for a drain; the second ends the process where it stands. */
    private void signalled(String why) {
        if (signals.incrementAndGet() == 1) {
            asked.complete(why);
        } else {
            Runtime.getRuntime().halt(ExitCode.CUT_SHORT.code());
        }
    }

    private void drain(RunningServer server, String why) {
        Duration time = config.server().drainTime();
        LOG.info(
                "draining after {}: {} sessions, up to {} s; Ctrl-C ends it",
                why,
                server.sessions(),
                time.toSeconds());
        CompletableFuture<Void> drained = server.drain(time);
        while (!drained.isDone()) {
            try {
                drained.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.info("draining: {} sessions left", server.sessions());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                LOG.error("the drain failed", e.getCause());
                return;
            }
        }
    }
}
