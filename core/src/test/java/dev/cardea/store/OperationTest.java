package dev.cardea.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class OperationTest {
    @Test
    void joinsMovesInTheirOrder() {
        Operation trade =
                Operation.transfer("ann", "bob", "gold", 40)
                        .and(Operation.transfer("bob", "ann", "sword", 1))
                        .because("trade");
        assertThat(trade.moves()).extracting(Move::unit).containsExactly("gold", "sword");
        assertThat(trade.reason()).isEqualTo("trade");
    }

    @Test
    void refusesWhatCannotMove() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operation.credit("ann", "gold", 0))
                .withMessageContaining("not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operation.credit("ann", "gold", Move.AMOUNT_MAX + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operation.credit("ann", "no\nunit", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operation.transfer("ann", "ann", "gold", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operation.credit("ann", "gold", 1).because("x".repeat(129)));
    }

    @Test
    void boundsTheMoves() {
        Operation one = Operation.credit("ann", "gold", 1);
        Operation most = one;
        for (int i = 1; i < Operation.MOVES_MAX; i++) {
            most = most.and(one);
        }
        Operation full = most;
        assertThat(full.moves()).hasSize(Operation.MOVES_MAX);
        assertThatIllegalArgumentException().isThrownBy(() -> full.and(one));
    }

    @Test
    void namesAnEffectByItsScopeAndKey() {
        UUID life = new UUID(1, 2);
        OperationId prize = OperationId.named(life, "prize/1");
        assertThat(OperationId.named(life, "prize/1")).isEqualTo(prize);
        assertThat(OperationId.named(life, "prize/2")).isNotEqualTo(prize);
        assertThat(OperationId.named(new UUID(1, 3), "prize/1")).isNotEqualTo(prize);
    }
}
