package dev.cardea.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void showsEachMeasureAsItIsNow() {
        AtomicLong messages = new AtomicLong(3);
        AtomicLong rooms = new AtomicLong(2);
        List<Measure> measures =
                List.of(
                        Measure.counter("messages", "Messages.", messages::get, "direction", "in"),
                        Measure.gauge("rooms", "Rooms open.", rooms::get));
        try (Metrics metrics = new Metrics(measures)) {
            messages.set(7);
            rooms.set(1);
            assertThat(metrics.scrape().lines())
                    .contains(
                            "# HELP cardea_messages_total Messages.",
                            "# TYPE cardea_messages_total counter",
                            "cardea_messages_total{direction=\"in\"} 7.0",
                            "# TYPE cardea_rooms gauge",
                            "cardea_rooms 1.0");
        }
    }

    @Test
    void goesOnCountingWhenGarbageWasCollected() {
        AtomicLong messages = new AtomicLong(3);
        try (Metrics metrics =
                new Metrics(List.of(Measure.counter("messages", "Messages.", messages::get)))) {
            assertThat(metrics.scrape()).contains("cardea_messages_total 3.0");
            collectGarbage();
            messages.set(7);
            assertThat(metrics.scrape()).contains("cardea_messages_total 7.0");
        }
    }

    /** Returns when what nobody holds is gone. */
    private static void collectGarbage() {
        WeakReference<Object> unheld = new WeakReference<>(new Object());
        while (unheld.get() != null) {
            System.gc();
        }
    }

    @Test
    void showsMemoryThreadsAndCollectionsOfTheJvm() {
        try (Metrics metrics = new Metrics(List.of())) {
            assertThat(metrics.scrape())
                    .contains("jvm_memory_used_bytes{")
                    .contains("jvm_threads_live_threads ")
                    .contains("jvm_gc_memory_allocated_bytes_total ")
                    .contains("process_uptime_seconds ");
        }
    }
}
