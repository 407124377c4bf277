package dev.cardea.server.admin;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/**
 * The numbers of the server and of its JVM in Prometheus' text form. Safe from any thread. Making
 * one costs some hundred milliseconds, so it is done after the server is ready.
 */
public final class Metrics implements AutoCloseable {
    private static final String PREFIX = "cardea.";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Held here, since the registry's counters hold theirs weakly: one would stand still. */
    private final List<Measure> measures;

    /** Registers everything; the JVM's collections count from now on. */
    public Metrics(List<Measure> measures) {
        this.measures = List.copyOf(measures);
        this.measures.forEach(measure -> register(measure, registry));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    private static void register(Measure measure, MeterRegistry registry) {
        Tags tags = Tags.of(measure.tags().toArray(String[]::new));
        String name = PREFIX + measure.name();
        switch (measure.kind()) {
            case COUNTER ->
                    FunctionCounter.builder(name, measure, m -> m.value().getAsDouble())
                            .description(measure.about())
                            .tags(tags)
                            .register(registry);
            case GAUGE ->
                    Gauge.builder(name, measure, m -> m.value().getAsDouble())
                            .description(measure.about())
                            .tags(tags)
                            .strongReference(true)
                            .register(registry);
        }
    }

    /** Everything as of now, in the text format 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
