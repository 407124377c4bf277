package dev.cardea.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.store.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The life of an embedded PostgreSQL, a real one. */
@Timeout(90)
class EmbeddedPostgresIT {
    @TempDir Path folder;

    @Test
    void keepsItsDataAndLeavesNoProcess() throws Exception {
        EmbeddedPostgres first = start(folder);
        Trial.execute(first, "create table kept as select 7 as number");
        ProcessHandle process = first.process();
        first.close();
        first.close();
        assertThat(process.isAlive()).isFalse();
        try (EmbeddedPostgres second = start(folder)) {
            assertThat(Trial.ask(second, "select number from kept")).isEqualTo("7");
        }
    }

    @Test
    void isDurableAndOnLoopbackAlone() throws Exception {
        try (EmbeddedPostgres server = start(folder)) {
            Map<String, String> settings =
                    Map.of(
                            "fsync", "on",
                            "full_page_writes", "on",
                            "synchronous_commit", "on",
                            "listen_addresses", "127.0.0.1",
                            "unix_socket_directories", "",
                            "password_encryption", "scram-sha-256",
                            "max_connections", "100",
                            "shared_buffers", "128MB");
            for (Map.Entry<String, String> each : settings.entrySet()) {
                assertThat(Trial.ask(server, "show " + each.getKey()))
                        .as(each.getKey())
                        .isEqualTo(each.getValue());
            }
            assertThat(permissions("data")).isEqualTo("rwx------");
            assertThat(permissions("password")).isEqualTo("rw-------");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isNotStoppedByWhatIsTypedAtOurTerminal() throws Exception {
        try (EmbeddedPostgres server = start(folder)) {
            String stat = Files.readString(Path.of("/proc/" + server.process().pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            assertThat(fields[3]).as("session").isEqualTo("" + server.process().pid());
        }
    }

    @Test
    void comesBackOnTheSamePortWhenItIsKilled() throws Exception {
        try (EmbeddedPostgres server = start(folder)) {
            Trial.execute(server, "create table kept as select 7 as number");
            for (int death = 0; death < 2; death++) {
                ProcessHandle process = server.process();
                process.destroyForcibly();
                process.onExit().join();
                assertThat(untilItAnswers(server, "select number from kept")).isEqualTo("7");
                assertThat(server.process().pid()).isNotEqualTo(process.pid());
            }
        }
    }

    @Test
    void staysClosedWhenItIsClosedRightAfterItsDeath() throws Exception {
        EmbeddedPostgres server = start(folder);
        server.process().destroyForcibly();
        server.close();
        assertThat(server.process().isAlive()).isFalse();
        try (EmbeddedPostgres next = start(folder)) {
            assertThat(Trial.ask(next, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void isOnesAloneInAJvm() throws Exception {
        try (EmbeddedPostgres server = start(folder)) {
            for (int tries = 0; tries < 2; tries++) {
                assertThatThrownBy(() -> start(folder))
                        .isInstanceOf(CannotStartPostgresException.class)
                        .hasMessageContaining("another Cardea keeps its data in " + folder);
            }
            assertThat(Trial.ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void isOnesAloneOnAMachine() throws Exception {
        try (Holder other = Holder.on(folder)) {
            assertThatThrownBy(() -> start(folder))
                    .isInstanceOf(CannotStartPostgresException.class)
                    .hasMessageContaining("another Cardea keeps its data in " + folder);
            assertThat(ProcessHandle.of(other.postmaster())).isPresent();
        }
        start(folder).close();
    }

    @Test
    void takesOverWhatAKilledServerHasLeftAndStartsItAgainIfItDies() throws Exception {
        Holder other = Holder.on(folder);
        other.kill();
        ProcessHandle process;
        try (EmbeddedPostgres server = start(folder)) {
            assertThat(server.process().pid()).isEqualTo(other.postmaster());
            assertThat(Trial.ask(server, "select 1")).isEqualTo("1");
            server.process().destroyForcibly();
            assertThat(untilItAnswers(server, "select 2")).isEqualTo("2");
            process = server.process();
        }
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void stopsWhatAKilledServerHasLeftIfItIsTakenOver() throws Exception {
        Holder other = Holder.on(folder);
        other.kill();
        start(folder).close();
        assertThat(isAlive(other.postmaster())).isFalse();
    }

    @Test
    void killsWhatAKilledServerHasLeftIfItHangs() throws Exception {
        Holder other = Holder.on(folder);
        other.kill();
        new ProcessBuilder("kill", "-STOP", "" + other.postmaster()).start().onExit().join();
        try (EmbeddedPostgres server = start(folder)) {
            assertThat(isAlive(other.postmaster())).isFalse();
            assertThat(Trial.ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void leavesAloneAProcessThatHasTheNumberOfADeadServer() throws Exception {
        start(folder).close();
        Process another = new ProcessBuilder("cat").start();
        try {
            Files.writeString(
                    folder.resolve("data").resolve("postmaster.pid"),
                    another.pid() + "\n" + folder.resolve("data") + "\n1\n5432\n");
            start(folder).close();
            assertThat(another.isAlive()).isTrue();
        } finally {
            another.destroyForcibly();
        }
    }

    private static EmbeddedPostgres start(Path folder) throws Exception {
        return EmbeddedPostgres.start(TestPostgres.cache(), folder);
    }

    private String permissions(String file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Asks again and again, as a pool of connections does; the time limit of the test ends it. */
    private static String untilItAnswers(EmbeddedPostgres server, String sql) {
        while (true) {
            try {
                return Trial.ask(server, sql);
            } catch (SQLException e) {
                Thread.onSpinWait();
            }
        }
    }
}
