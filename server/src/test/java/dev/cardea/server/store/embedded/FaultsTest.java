package dev.cardea.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One sentence for each thing that can go wrong. */
class FaultsTest {
    private static final Path FOLDER = Path.of("/srv/cardea");

    @Test
    void knowsAFullDiskByWhatFilesAndProgramsSay() {
        IOException fault = new IOException("No space left on device");
        assertThat(Faults.ofFiles("unpack PostgreSQL into", FOLDER, fault))
                .hasMessage(
                        "cannot unpack PostgreSQL into /srv/cardea:"
                                + " there is no space left on its disk");
        List<String> said =
                List.of(
                        "creating configuration files ... ok",
                        "initdb: error: could not write file: No space left on device");
        assertThat(Faults.ofProgram("initdb", FOLDER, said))
                .hasMessage("there is no space left on the disk of /srv/cardea: initdb ended");
    }

    @Test
    void saysWhichRightIsMissing() {
        IOException fault = new AccessDeniedException("/srv/cardea/data");
        assertThat(Faults.ofFiles("keep the database in", FOLDER, fault))
                .hasMessage(
                        "cannot keep the database in /srv/cardea:"
                                + " this user has no right to /srv/cardea/data there");
        String said = "FATAL:  could not open file \"global/pg_control\": Permission denied";
        assertThat(Faults.ofProgram("PostgreSQL", FOLDER, List.of(said)))
                .hasMessage(
                        "PostgreSQL may not use /srv/cardea:"
                                + " could not open file \"global/pg_control\": Permission denied");
    }

    @Test
    void picksTheGravestLineOfAProgramOrTheLast() {
        assertThat(
                        Faults.ofProgram(
                                "PostgreSQL",
                                FOLDER,
                                List.of(
                                        "[postmaster] LOG:  starting",
                                        "[postmaster] FATAL:  could not map memory",
                                        "[postmaster] LOG:  database system is shut down")))
                .hasMessage("PostgreSQL cannot work on /srv/cardea: could not map memory");
        assertThat(Faults.ofProgram("initdb", FOLDER, List.of("a", "b")))
                .hasMessage("initdb cannot work on /srv/cardea: b");
        assertThat(Faults.ofProgram("initdb", FOLDER, List.of()))
                .hasMessage("initdb cannot work on /srv/cardea: it said nothing");
    }

    @Test
    void knowsWhatPassesByItself() {
        String heldStill = "FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use";
        String portTaken = "FATAL:  could not create any TCP/IP sockets";
        String badSetting = "FATAL:  configuration file contains errors";
        assertThat(List.of(heldStill, portTaken, badSetting))
                .extracting(
                        line ->
                                Faults.passes(
                                        Faults.ofProgram("PostgreSQL", FOLDER, List.of(line))))
                .containsExactly(true, true, false);
    }

    @Test
    void leavesASentenceAsItIs() {
        CannotStartPostgresException said = new CannotStartPostgresException("no");
        assertThat(Faults.ofFiles("run PostgreSQL on", FOLDER, said)).isSameAs(said);
        assertThat(Faults.ofFiles("use", FOLDER, new FileSystemException("x", null, "why\nmore")))
                .hasMessage("cannot use /srv/cardea: x: why");
    }
}
