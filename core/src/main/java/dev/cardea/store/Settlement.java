package dev.cardea.store;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What an operation comes to, given what its players have. Pure: the ledger of the database and
 * that of a test decide by the same rule. Immutable.
 *
 * <p>All moves count together: what a player gives in one may be what it gets in another. Nobody
 * ends below zero or above {@link Move#AMOUNT_MAX}; houses have no bound.
 *
 * @param outcome {@link Outcome.Done} or {@link Outcome.Refused}
 * @param deltas by how much each holding changes, none by zero; empty if it is refused
 * @param houses the same of the houses
 */
public record Settlement(
        Outcome outcome, Map<Holding, Long> deltas, Map<HouseHolding, Long> houses) {
    /** What one house has of one unit. Immutable. */
    public record HouseHolding(String house, String unit) implements Comparable<HouseHolding> {
        @Override
        public int compareTo(HouseHolding other) {
            int byHouse = house.compareTo(other.house);
            return byHouse != 0 ? byHouse : unit.compareTo(other.unit);
        }
    }

    /**
     * Decides {@code operation}.
     *
     * @param balances what a player has: 0 if nothing
     */
    public static Settlement of(Operation operation, ToLongFunction<Holding> balances) {
        Map<Holding, Long> deltas = new TreeMap<>();
        Map<HouseHolding, Long> houses = new TreeMap<>();
        for (Move move : operation.moves()) {
            add(move.from(), move.unit(), -move.amount(), deltas, houses);
            add(move.to(), move.unit(), move.amount(), deltas, houses);
        }
        deltas.values().removeIf(delta -> delta == 0);
        houses.values().removeIf(delta -> delta == 0);
        for (Map.Entry<Holding, Long> each : deltas.entrySet()) {
            long after = balances.applyAsLong(each.getKey()) + each.getValue();
            if (after < 0) {
                return refused(Outcome.Reason.NOT_ENOUGH, each.getKey(), "not enough");
            }
            if (after > Move.AMOUNT_MAX) {
                return refused(Outcome.Reason.TOO_MUCH, each.getKey(), "too much");
            }
        }
        return new Settlement(
                new Outcome.Done(),
                Collections.unmodifiableMap(deltas),
                Collections.unmodifiableMap(houses));
    }

    private static void add(
            Holder holder,
            String unit,
            long delta,
            Map<Holding, Long> players,
            Map<HouseHolding, Long> houses) {
        switch (holder) {
            case Holder.Player(String name) ->
                    players.merge(new Holding(name, unit), delta, Long::sum);
            case Holder.House(String name) ->
                    houses.merge(new HouseHolding(name, unit), delta, Long::sum);
        }
    }

    private static Settlement refused(Outcome.Reason reason, Holding of, String what) {
        String text = of.account() + " has " + what + " " + of.unit();
        return new Settlement(new Outcome.Refused(reason, text), Map.of(), Map.of());
    }
}
