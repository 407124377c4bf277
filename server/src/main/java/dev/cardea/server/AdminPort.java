package dev.cardea.server;

import dev.cardea.server.admin.AdminPages;
import dev.cardea.server.admin.AdminServer;
import dev.cardea.server.admin.DatabaseState;
import dev.cardea.server.admin.Measure;
import dev.cardea.server.admin.Metrics;
import dev.cardea.server.admin.Page;
import dev.cardea.server.admin.Readiness;
import dev.cardea.server.admin.Traffic;
import dev.cardea.server.cli.Version;
import dev.cardea.server.config.Config;
import dev.cardea.server.gateway.Gateway;
import dev.cardea.server.gateway.GatewayCounter;
import dev.cardea.server.gateway.GatewayMetrics;
import dev.cardea.server.node.Node;
import dev.cardea.server.node.ShelfCounters;
import dev.cardea.server.record.RecordingCounters;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What operators see of a server. Safe from any thread. */
final class AdminPort implements AutoCloseable {
    private final Seen seen;
    private final GatewayMetrics gateway;
    private final Node node;
    private final AtomicReference<Readiness> readiness =
            new AtomicReference<>(new Readiness.NotReady("starting"));

    /** Made aside, since it takes longer than all the rest of a start. */
    private final FutureTask<Metrics> metrics = new FutureTask<>(this::register);

    @SuppressWarnings("NullAway.Init") // set before anybody is given this object
    private AdminServer server;

    /**
     * The parts that it looks at.
     *
     * @param database whether that answers; waits up to a second
     * @param shelf what happened to rooms that are kept
     */
    record Seen(
            Gateway gateway,
            Node node,
            RecordingCounters recordings,
            Supplier<DatabaseState> database,
            ShelfCounters shelf) {}

    private AdminPort(Seen seen) {
        this.seen = seen;
        this.gateway = seen.gateway().metrics();
        this.node = seen.node();
    }

    static AdminPort open(Config.Admin admin, Bindings bindings, Seen seen)
            throws CannotStartException {
        AdminPort port = new AdminPort(seen);
        AdminPages.Sources sources =
                new AdminPages.Sources(
                        Version.release(),
                        port.readiness::get,
                        seen.database(),
                        port::traffic,
                        port::scrape);
        List<Page> pages = AdminPages.of(sources);
        port.server =
                bindings.bind(
                        "admin",
                        admin.host(),
                        admin.port(),
                        address -> AdminServer.open(address, pages));
        Thread.ofPlatform().daemon().name("cardea-metrics").start(port.metrics);
        return port;
    }

    InetSocketAddress address() {
        return server.address();
    }

    void ready() {
        readiness.set(new Readiness.Ready());
    }

    void notReady(String reason) {
        readiness.set(new Readiness.NotReady(reason));
    }

    private Metrics register() {
        List<Measure> all = new ArrayList<>(ServerMeasures.gateway(gateway));
        all.addAll(ServerMeasures.node(node));
        all.addAll(ServerMeasures.recordings(seen.recordings()));
        all.addAll(StoreMeasures.of(seen.database(), seen.shelf()));
        return new Metrics(all);
    }

    private String scrape() {
        metrics.run(); // does nothing if it runs or has run
        try {
            return metrics.get().scrape();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Traffic traffic() {
        long faults =
                gateway.readings().stream()
                        .filter(GatewayMetrics.Reading::fault)
                        .mapToLong(GatewayMetrics.Reading::value)
                        .sum();
        long failures = node.counters().failedRooms.sum() + node.counters().failedRequests.sum();
        return new Traffic(
                gateway.value(GatewayCounter.CONNECTIONS),
                gateway.connections(),
                gateway.sessions(),
                node.roomCount(),
                gateway.value(GatewayCounter.RECORDS_IN),
                gateway.value(GatewayCounter.RECORDS_OUT),
                faults + failures);
    }

    @Override
    public void close() {
        server.close();
        if (metrics.isDone()) {
            try {
                metrics.get().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                // It was never made; the page said so.
                return;
            }
        }
    }
}
