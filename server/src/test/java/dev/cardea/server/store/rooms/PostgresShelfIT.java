package dev.cardea.server.store.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.node.RoomShelf;
import dev.cardea.server.node.RoomShelf.Kept;
import dev.cardea.server.node.RoomShelf.Lease;
import dev.cardea.server.node.RoomShelf.Write;
import dev.cardea.server.store.Database;
import dev.cardea.server.store.DatabaseAddress;
import dev.cardea.server.store.TestPostgres;
import dev.cardea.server.store.ledger.PostgresLedger;
import dev.cardea.session.OwnerId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rooms' table on a database. */
@Timeout(60)
class PostgresShelfIT {
    private static final OwnerId ROOM = new OwnerId("arena", "one'; drop table room; --");
    private static final byte[] FIRST = {1, 2, 3};
    private static final byte[] SECOND = {4, 5};

    private final DatabaseAddress address = TestPostgres.migrated();
    private final Database database = Database.open(address, 4);
    private final PostgresLedger ledger = new PostgresLedger(database);
    private final RoomShelf shelf = new PostgresShelf(database, ledger, "node-1");
    private final Lease lease = new Lease(ROOM, new UUID(1, 2), 1);

    @AfterEach
    void close() {
        ledger.close();
        database.close();
    }

    private String aside(String column) {
        return Jdbi.create(address.url(), address.user(), address.password())
                .withHandle(
                        handle ->
                                handle.select("select " + column + "::text from room_set_aside")
                                        .mapTo(String.class)
                                        .one());
    }

    @Test
    void givesBackWhatWasSavedLastUnderANewFence() {
        assertThat(shelf.begin(lease, FIRST)).isEqualTo(Write.DONE);
        assertThat(shelf.begin(lease, FIRST)).as("once more").isEqualTo(Write.DONE);
        assertThat(shelf.save(lease, SECOND)).isEqualTo(Write.DONE);
        List<Kept> taken = shelf.takeAll();
        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst().lease()).isEqualTo(new Lease(ROOM, lease.life(), 2));
        assertThat(taken.getFirst().written()).isEqualTo(SECOND);
        assertThat(taken.getFirst().age()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void refusesAllThatAnOlderOwnerWrites() {
        shelf.begin(lease, FIRST);
        Lease newer = shelf.takeAll().getFirst().lease();
        assertThat(shelf.save(lease, SECOND)).isEqualTo(Write.FENCED);
        assertThat(shelf.begin(lease, SECOND)).isEqualTo(Write.FENCED);
        assertThat(shelf.setAside(lease, "old")).isEqualTo(Write.FENCED);
        assertThat(shelf.remove(lease)).isEqualTo(Write.FENCED);
        assertThat(shelf.save(newer, SECOND)).isEqualTo(Write.DONE);
        assertThat(shelf.remove(newer)).isEqualTo(Write.DONE);
        assertThat(shelf.save(lease, FIRST)).as("it is over").isEqualTo(Write.FENCED);
        assertThat(shelf.takeAll()).isEmpty();
    }

    @Test
    void keepsANameForOneLifeAtATime() {
        Lease other = new Lease(ROOM, new UUID(3, 4), 1);
        shelf.begin(lease, FIRST);
        assertThat(shelf.begin(other, SECOND)).isEqualTo(Write.FENCED);
        assertThat(shelf.save(other, SECOND)).isEqualTo(Write.FENCED);
        shelf.remove(lease);
        assertThat(shelf.begin(other, SECOND)).isEqualTo(Write.DONE);
    }

    @Test
    void setsAsideWhatCannotGoOn() {
        shelf.begin(lease, FIRST);
        assertThat(shelf.setAside(lease, "it threw: \0 '; --" + "x".repeat(2000)))
                .isEqualTo(Write.DONE);
        assertThat(shelf.takeAll()).isEmpty();
        assertThat(aside("why")).startsWith("it threw:   '; --xx").hasSize(1000);
        assertThat(aside("state")).isEqualTo("\\x010203");
        assertThat(aside("name")).isEqualTo(ROOM.toString());
    }

    @Test
    void failsWhileTheDatabaseIsAway() {
        database.close();
        assertThatThrownBy(() -> shelf.save(lease, FIRST)).isInstanceOf(RuntimeException.class);
    }
}
