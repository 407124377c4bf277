package dev.cardea.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.service.Service;
import dev.cardea.store.Store;
import org.junit.jupiter.api.Test;

class NodeStoreTest {
    @Test
    void aServiceThatKeepsSomethingFailsTheStartWithoutADatabase() {
        Service documents = Service.define("a", routes -> routes.store().documents());
        Service ledger = Service.define("b", routes -> routes.store().ledger());
        for (Service service : new Service[] {documents, ledger}) {
            assertThatThrownBy(() -> new NodeTable(service))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this server has no database: database.mode is none");
        }
    }

    @Test
    void aServiceThatOnlyCouldStarts() {
        Service service = Service.define("a", routes -> assertThat(routes.store()).isNotNull());
        assertThat(new NodeTable(service).node).isNotNull();
    }

    @Test
    void onlyServicesOfCardeaHaveItsNumbers() {
        NodeTable table = new NodeTable();
        RouteTable routes = new RouteTable();
        RouteTable.Given given =
                new RouteTable.Given(table.node.rooms(), table.node.agents(), Store.NONE);
        Service own = Service.define("own", to -> to.inline(8, Ask.class, Ask.class, (c, a) -> a));
        assertThatThrownBy(() -> routes.add(own, given))
                .hasMessage("route 8 of service own: below 1024");
        routes.addOwn(own, given);
        assertThat(routes.all()).extracting(RouteEntry::number).containsExactly(8);
        assertThatThrownBy(() -> routes.addOwn(own, given)).hasMessageContaining("is taken");
    }

    record Ask() {}
}
