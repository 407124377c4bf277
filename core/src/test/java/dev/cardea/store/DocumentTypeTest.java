package dev.cardea.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.store.DocumentType.Readers;
import dev.cardea.store.DocumentType.Writers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTypeTest {
    record Progress(int level, String guild) {}

    private final DocumentType<Progress> type = DocumentType.of("progress", Progress.class);

    @Test
    void isClosedToClientsUnlessDeclared() {
        assertThat(type.readers()).isEqualTo(Readers.SERVER);
        assertThat(type.writers()).isEqualTo(Writers.SERVER);
        DocumentType<Progress> open =
                type.index("level", Progress::level)
                        .clientsRead(Readers.PUBLIC)
                        .clientsWrite(Writers.OWNER)
                        .indexText("guild", Progress::guild);
        assertThat(open.readers()).isEqualTo(Readers.PUBLIC);
        assertThat(open.writers()).isEqualTo(Writers.OWNER);
        assertThat(open.indexes())
                .extracting(DocumentType.Index::name)
                .containsExactly("level", "guild");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Progress", "1st", "a b", "a'; drop table document --", "a\0"})
    void refusesNamesThatAreNone(String name) {
        assertThatThrownBy(() -> DocumentType.of(name, Progress.class))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> type.index(name, Progress::level))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void boundsTheIndexesAndTheirNames() {
        DocumentType<Progress> most = type;
        for (int i = 0; i < DocumentType.INDEXES_MAX; i++) {
            most = most.index("i" + i, Progress::level);
        }
        DocumentType<Progress> full = most;
        assertThatThrownBy(() -> full.index("more", Progress::level))
                .hasMessage("document type progress: at most 8 indexes");
        assertThatThrownBy(() -> type.index("a", Progress::level).indexText("a", Progress::guild))
                .hasMessage("document type progress: two indexes of one name");
        assertThatThrownBy(() -> DocumentType.of("a".repeat(33), Progress.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void boundsPagesAndVersions() {
        assertThatThrownBy(() -> Query.all("level").limit(101))
                .hasMessage("limit: 1 to 100, not 101");
        assertThatThrownBy(() -> Query.all("level").limit(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IfVersion.is(0)).hasMessage("versions begin at 1, not 0");
    }

    @Test
    void refusesOwnersThatNoAccountCanBe() {
        for (String account : new String[] {"", "a\0", "a".repeat(65)}) {
            assertThatThrownBy(() -> Owner.player(account))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
