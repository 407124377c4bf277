package dev.cardea.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from postmaster.pid. */
class PostmasterPidTest {
    @TempDir Path folder;

    @Test
    void readsProcessAndPort() {
        String text =
                "7779\n/srv/data\n1795480785\n45991\n\n127.0.0.1\n  2334729     32788\nready   \n";
        assertThat(PostmasterPid.parse(text)).contains(new PostmasterPid(7779, 45_991));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n\n\n",
                "7779",
                "7779\n/srv/data\n1795480785",
                "0\n/srv/data\n1795480785\n45991",
                "-7779\n/srv/data\n1795480785\n45991",
                "7779\n/srv/data\n1795480785\n0",
                "7779\n/srv/data\n1795480785\n65536",
                "7779\n/srv/data\n1795480785\nport",
                "99999999999999999999\n/srv/data\n1795480785\n45991"
            })
    void findsNothingInWhatIsCutOffOrMakesNoSense(String text) {
        assertThat(PostmasterPid.parse(text)).isEmpty();
    }

    @Test
    void findsNothingWhereThereIsNoFileOrAnEndlessOne() throws Exception {
        assertThat(PostmasterPid.of(folder)).isEmpty();
        String text = "7779\n/srv/data\n1795480785\n45991\n";
        Path file = folder.resolve("postmaster.pid");
        Files.writeString(file, text);
        assertThat(PostmasterPid.of(folder)).contains(new PostmasterPid(7779, 45_991));
        Files.writeString(file, text + "x".repeat(8192));
        assertThat(PostmasterPid.of(folder)).isEmpty();
    }
}
