package dev.cardea.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cardea.server.store.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As whom PostgreSQL runs; only root has a choice. */
@Timeout(90)
class PrivilegesIT {
    private static final int NOBODY = 65_534;

    @TempDir Path folder;

    @Test
    void needsNothingForWhoIsNotRoot() throws Exception {
        assumeTrue(!isRoot(), "is root");
        assertThat(Privileges.choose(folder)).isEqualTo(Privileges.OWN);
    }

    @Test
    void runsAsTheUserWhomRootHasGivenTheFolder() throws Exception {
        assumeTrue(isRoot(), "is not root");
        FileTree.give(folder, NOBODY, NOBODY);
        for (int run = 0; run < 2; run++) {
            try (EmbeddedPostgres server = EmbeddedPostgres.start(TestPostgres.cache(), folder)) {
                assertThat(Trial.ask(server, "select 1")).isEqualTo("1");
                assertThat(server.process().info().user()).contains("nobody");
            }
            assertThat(Files.getAttribute(folder.resolve("data"), "unix:uid")).isEqualTo(NOBODY);
            assertThat(Files.getAttribute(folder.resolve("password"), "unix:uid"))
                    .isEqualTo(NOBODY);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
