package dev.cardea.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.admin.Page.Answer;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AdminPagesTest {
    private final AtomicReference<Readiness> readiness =
            new AtomicReference<>(new Readiness.Ready());
    private final AdminPages.Sources sources =
            new AdminPages.Sources(
                    "1.2.3",
                    readiness::get,
                    () -> DatabaseState.DOWN,
                    () -> new Traffic(10, 4, 3, 2, 100, 200, 5),
                    () -> "metrics\n");

    @Test
    void isLiveEvenWhileItDrains() {
        readiness.set(new Readiness.NotReady("draining"));
        assertThat(answer("/live")).isEqualTo(Answer.text(200, "live"));
    }

    @Test
    void isReadyUntilItDrains() {
        assertThat(answer("/ready")).isEqualTo(Answer.text(200, "ready"));
        readiness.set(new Readiness.NotReady("draining"));
        assertThat(answer("/ready")).isEqualTo(Answer.text(503, "draining"));
    }

    @Test
    void showsTheFirstFiguresAsJson() {
        readiness.set(new Readiness.NotReady("a \"reason\"\n"));
        assertThat(answer("/health").contentType()).isEqualTo("application/json");
        assertThat(answer("/health").body())
                .matches(
                        """
                        (?s)\\{
                          "release": "1.2.3",
                          "status": "a \\\\"reason\\\\" ",
                          "database": "down",
                          "uptime_seconds": [0-9.E]+,
                          "connections": \\{"total": 10, "active": 4},
                          "sessions": 3,
                          "rooms": 2,
                          "messages": \\{"in": 100, "out": 200},
                          "errors": 5,
                          "threads": [1-9][0-9]*,
                          "memory": \\{
                            "heap_used_bytes": [1-9][0-9]*,
                            "heap_committed_bytes": [1-9][0-9]*,
                            "heap_max_bytes": -?[0-9]+,
                            "non_heap_used_bytes": [1-9][0-9]*
                          }
                        }
                        """);
    }

    @Test
    void listsAllPagesOnTheFirst() {
        assertThat(answer("/").body())
                .contains("Cardea 1.2.3")
                .contains(
                        "<a href=/live>",
                        "<a href=/ready>",
                        "<a href=/health>",
                        "<a href=/metrics>");
    }

    private Answer answer(String path) {
        return AdminPages.of(sources).stream()
                .filter(page -> page.path().equals(path))
                .findFirst()
                .orElseThrow()
                .answer()
                .get();
    }
}
