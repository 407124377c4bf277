package dev.cardea.server.sim;

/**
 * The situations that broke some variant of the stream rules while they were designed; each has a
 * test of its own in {@link ScenarioSimTest}, and must come up by itself in runs of chance.
 *
 * <p>Rows do not exist yet. So of number 1 only the cut during a replay of events is here, of 15
 * only the broadcast during a replay, and 2 (visibility of an unchanged row) is not here at all.
 */
enum Scenario {
    CUT_DURING_REPLAY(1),
    CUT_BEFORE_THE_END_OF_STATE(3),
    SECOND_CUT_BEFORE_ANYTHING_ARRIVES(3),
    ATTACH_UNREAD_WHEN_THE_LINK_BREAKS(4),
    DETACH_UNREAD_WHEN_THE_LINK_BREAKS(4),
    OLD_LINK_OUTLIVED_BY_A_NEWER_ONE(4),
    TWO_ATTACH_UNDER_WAY(5),
    ATTACHED_IN_FLIGHT_WHEN_THE_LINK_BREAKS(6),
    INPUT_AFTER_A_LOST_ONE(6),
    OLDER_ATTEMPT_COMES_LATE(7),
    FROZEN_GATEWAY_WAKES_AFTER_THE_SESSION_MOVED(8),
    OLD_CONNECTION_DELIVERS_AFTER_THE_NEW_HELLO(9),
    CRASH_AFTER_ACKNOWLEDGEMENT_BEFORE_SNAPSHOT(10),
    CRASH_AFTER_SNAPSHOT_BEFORE_ACKNOWLEDGEMENT(10),
    CRASH_WITH_NOTHING_SENT_SINCE(10),
    STALE_COPY_FOUND_OUT_BY_POSITION(11),
    STALE_COPY_FOUND_OUT_BY_EPOCH_ALONE(12),
    MOVE_WITH_INPUTS_IN_FLIGHT(13),
    HANDOVER_THAT_ONLY_ONE_SIDE_WINS(13),
    MOVE_KNOWN_BEFORE_THE_OLD_LINK_IS_DRAINED(13),
    INPUT_FOR_A_MEMBERSHIP_THAT_ENDED(14),
    CRASH_BACK_TO_AN_OLDER_SEAT(14),
    LEAVE_BEHIND_INPUTS(14),
    BROADCAST_DURING_A_REPLAY_BESIDE_IT(15),
    BROADCAST_WHILE_ONE_IS_ASKED(15),
    RING_OVERRUN(16),
    RING_OVERRUN_DURING_A_REPLAY(16),
    NUMBERS_BEYOND_32_BITS(17),
    CUT_BEFORE_WELCOME(18),
    CUT_BETWEEN_WELCOME_AND_ATTACHED(18),
    RETRY_OVERTAKES_ITS_FIRST_COPY(19),
    RETRY_AT_A_NODE_THAT_KNOWS_NOTHING(19);

    private final int number;

    Scenario(int number) {
        this.number = number;
    }

    @Override
    public String toString() {
        return "scenario " + (number < 10 ? " " : "") + number + " " + name();
    }
}
