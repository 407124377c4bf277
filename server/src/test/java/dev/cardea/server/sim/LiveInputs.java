package dev.cardea.server.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What became of the players' inputs. Confined to the world. Each is applied at most once, in the
 * order in which it was offered, with none left out but those that the player was told are lost;
 * one that was acknowledged was applied.
 */
final class LiveInputs {
    private final LiveJudge judge;
    private final Map<Long, LiveGame> offered = new HashMap<>();
    private final Set<Long> applied = new HashSet<>();
    private final Set<Long> lost = new HashSet<>();

    LiveInputs(LiveJudge judge) {
        this.judge = judge;
    }

    /** A player's client took it. */
    void offered(LiveGame game, long input) {
        offered.put(input, game);
    }

    /** A room was told. */
    void heard(LiveStay stay, long input) {
        LiveGame game = offered.get(input);
        if (game == null || !game.player().session().equals(stay.session())) {
            judge.fail(stay + " never said " + input);
        } else if (!applied.add(input)) {
            judge.fail(stay + " said " + input + " once, and it is applied twice");
        } else if (lost.contains(input)) {
            judge.fail(stay + " was told that " + input + " is lost, and it is applied");
        } else {
            for (long before : game.openUpTo(input)) {
                if (!settled(before)) {
                    judge.fail(stay + " said " + before + " before " + input);
                }
            }
        }
    }

    /** A player was told so. */
    void lost(long input) {
        lost.add(input);
    }

    /** A player's client was told that the room has it. */
    void acknowledged(long input) {
        if (!applied.contains(input)) {
            judge.fail("input " + input + " is acknowledged, and was never applied");
        }
    }

    boolean applied(long input) {
        return applied.contains(input);
    }

    /** Whether nothing will come of it any more. */
    boolean settled(long input) {
        return applied.contains(input) || lost.contains(input);
    }
}
