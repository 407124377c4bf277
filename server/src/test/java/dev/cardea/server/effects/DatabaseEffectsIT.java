package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.Child;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Section database, which nothing uses yet: that it is said is its effect. */
@Timeout(60)
@ExtendWith(Trials.class)
class DatabaseEffectsIT {

    @Test
    @Effect({
        "database.host",
        "database.port",
        "database.username",
        "database.password",
        "database.name"
    })
    void saysOfEachKeyThatNothingUsesIt(Trial trial) throws Exception {
        Child child =
                trial.startChild(
                        "database.host: db.example",
                        "database.port: 3306",
                        "database.username: game",
                        "database.password: hush",
                        "database.name: game");
        child.await("Ctrl-C drains");
        for (String key : List.of("host", "port", "username", "password", "name")) {
            assertThat(child.output())
                    .contains(": database." + key + ": checked, but this release uses no database");
        }
        assertThat(child.output()).doesNotContain("hush");
    }
}
