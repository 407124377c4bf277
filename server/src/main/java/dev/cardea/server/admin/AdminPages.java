package dev.cardea.server.admin;

import dev.cardea.server.admin.Page.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The pages of the admin port. Stateless. */
public final class AdminPages {
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private AdminPages() {}

    /**
     * What the pages look at; each is called from the admin port's thread.
     *
     * @param release which build this is
     * @param readiness whether new players are welcome
     * @param database whether it answers
     * @param traffic what went through
     * @param metrics everything, in Prometheus' text form
     */
    public record Sources(
            String release,
            Supplier<Readiness> readiness,
            Supplier<DatabaseState> database,
            Supplier<Traffic> traffic,
            Supplier<String> metrics) {}

    /** All of them, the index first. */
    public static List<Page> of(Sources sources) {
        List<Page> pages = new ArrayList<>();
        pages.add(page("/live", "200 while the process runs", () -> Answer.text(200, "live")));
        pages.add(
                page(
                        "/ready",
                        "200 while new players are welcome, 503 with a reason otherwise",
                        () -> ready(sources.readiness().get())));
        pages.add(page("/health", "the first figures to look at, as JSON", () -> health(sources)));
        pages.add(
                page(
                        "/metrics",
                        "every counter, for Prometheus",
                        () -> new Answer(200, METRICS_TYPE, sources.metrics().get())));
        Answer index = index(sources.release(), List.copyOf(pages));
        pages.addFirst(page("/", "this page", () -> index));
        return List.copyOf(pages);
    }

    private static Page page(String path, String about, Supplier<Answer> answer) {
        return new Page(path, about, answer);
    }

    private static Answer ready(Readiness readiness) {
        return switch (readiness) {
            case Readiness.Ready() -> Answer.text(200, "ready");
            case Readiness.NotReady(String reason) -> Answer.text(503, reason);
        };
    }

    private static Answer health(Sources sources) {
        Health health =
                Health.of(
                        sources.release(),
                        sources.readiness().get(),
                        sources.database().get(),
                        sources.traffic().get());
        return Answer.json(health.json());
    }

    private static Answer index(String release, List<Page> pages) {
        StringBuilder html = new StringBuilder("<!doctype html><html lang=en><meta charset=utf-8>");
        html.append("<title>Cardea admin</title><h1>Cardea ").append(release).append("</h1><ul>\n");
        for (Page page : pages) {
            html.append("<li><a href=").append(page.path()).append('>').append(page.path());
            html.append("</a> ").append(page.about()).append("</li>\n");
        }
        html.append("</ul></html>\n");
        return new Answer(200, "text/html; charset=utf-8", html.toString());
    }
}
