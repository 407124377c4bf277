package dev.cardea.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which archive is whose. */
class PostgresArchiveTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, /postgres-linux-x86_64.txz",
        "Linux, x86_64, /postgres-linux-x86_64.txz",
        "Linux, aarch64, /postgres-linux-arm_64.txz",
        "Mac OS X, aarch64, /postgres-darwin-arm_64.txz",
        "Mac OS X, x86_64, /postgres-darwin-x86_64.txz"
    })
    void isNamedBySystemAndProcessor(String system, String processor, String resource)
            throws Exception {
        assertThat(PostgresArchive.of(system, processor).resource()).isEqualTo(resource);
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64", "Linux, riscv64", "Plan 9, mips"})
    void saysThatADatabaseOfOnesOwnWouldDo(String system, String processor) {
        assertThatThrownBy(() -> PostgresArchive.of(system, processor))
                .isInstanceOf(CannotStartPostgresException.class)
                .hasMessageContaining(system + " on " + processor)
                .hasMessageContaining("database.url");
    }

    @Test
    void isTheSameEachTimeItIsRead() throws Exception {
        PostgresArchive archive = PostgresArchive.ofThisMachine();
        assertThat(archive.checksum()).matches("[0-9a-f]{16}").isEqualTo(archive.checksum());
    }
}
