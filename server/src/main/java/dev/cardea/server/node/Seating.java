package dev.cardea.server.node;

import dev.cardea.room.Applicant;
import dev.cardea.room.Opening;
import dev.cardea.room.RoomRequests;
import dev.cardea.room.RoomType;
import dev.cardea.room.loop.Mail;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/**
 * One request for a seat, under way: it asks one room after the other until one has a place.
 * Confined to whoever has the answer to its last question, of which there is one at a time.
 */
final class Seating {
    /** Rooms that are asked at most; the last of them is a new one if a new one may be made. */
    private static final int ROOMS_MAX = 8;

    private static final int JOIN_TRIES = 3;
    private static final int CODE_TRIES = 8;
    private static final int FULL_RETRY_MILLIS = 5000;
    private static final int BUSY_RETRY_MILLIS = 1000;

    private final Node node;
    private final HostedType<?, ?, ?> type;
    private final Applicant applicant;
    private final Opening.Created how;
    private final Call<?, RoomRequests.Seat> call;
    private int asked;

    /** The birth of the room that was asked last by a search. */
    private long birth;

    /**
     * A request that is to be begun.
     *
     * @param applicant who asks, and whether to watch
     * @param how the room is to be, if a new one is made
     */
    Seating(
            Node node,
            HostedType<?, ?, ?> type,
            Applicant applicant,
            Opening.Created how,
            Call<?, RoomRequests.Seat> call) {
        this.node = node;
        this.type = type;
        this.applicant = applicant;
        this.how = how;
        this.call = call;
    }

    /** What is done when a room has no seat for this one. */
    private interface Otherwise {
        void noSeat(Mail.Joining answer);
    }

    private void ask(RoomHost host, boolean held, Otherwise otherwise) {
        asked++;
        Mail.Join mail =
                new Mail.Join(
                        applicant,
                        how.options(),
                        answer -> {
                            release(host, held);
                            answered(host, answer, otherwise);
                        });
        switch (host.postJoin(mail)) {
            case CLOSED -> {
                release(host, held);
                answered(host, new Mail.Joining.Over(), otherwise);
            }
            case FULL -> {
                release(host, held);
                call.answer(ReplyStatus.BUSY, BUSY_RETRY_MILLIS, "the room is busy");
            }
            case QUEUED, WAKE -> {}
        }
    }

    private static void release(RoomHost host, boolean held) {
        if (held) {
            host.answered();
        }
    }

    private void answered(RoomHost host, Mail.Joining answer, Otherwise otherwise) {
        switch (answer) {
            case Mail.Joining.Seated() -> call.answer(new RoomRequests.Seat(host.id().toString()));
            case Mail.Joining.Over() -> {
                node.directory().forget(host);
                otherwise.noSeat(answer);
            }
            case Mail.Joining.Refused _, Mail.Joining.Full _, Mail.Joining.SeatedOtherwise _ ->
                    otherwise.noSeat(answer);
        }
    }

    private void refuse(Mail.Joining answer) {
        switch (answer) {
            case Mail.Joining.Refused(String why) -> call.answer(ReplyStatus.FORBIDDEN, 0, why);
            case Mail.Joining.Full() -> call.answer(ReplyStatus.CONFLICT, 0, "the room is full");
            case Mail.Joining.SeatedOtherwise(boolean watches) ->
                    call.answer(
                            ReplyStatus.CONFLICT,
                            0,
                            watches
                                    ? "you watch this room: leave it first"
                                    : "you are in this room: leave it first");
            case Mail.Joining.Over(), Mail.Joining.Seated() ->
                    call.answer(ReplyStatus.UNAVAILABLE, 0, "the room closed");
        }
    }

    // ---- by key ----

    /** Asks that room, which is made if that is how such rooms are made and not to watch it. */
    void join(OwnerId id) {
        RoomHost host = named(id);
        if (host != null) {
            ask(host, false, answer -> joinAgain(id, answer));
        }
    }

    /** If the room was over before it could answer, the next of its name may. */
    private void joinAgain(OwnerId id, Mail.Joining answer) {
        if (answer instanceof Mail.Joining.Over && asked < JOIN_TRIES) {
            join(id);
        } else {
            refuse(answer);
        }
    }

    private @Nullable RoomHost named(OwnerId id) {
        if (type.plan().type().origin() == RoomType.Origin.JOIN && !applicant.watches()) {
            return opened(node.directory().open(id, type, how));
        }
        RoomHost host = node.directory().find(id);
        if (host == null) {
            call.answer(ReplyStatus.FORBIDDEN, 0, "there is no such room");
        }
        return host;
    }

    private @Nullable RoomHost opened(RoomDirectory.Opened opened) {
        return switch (opened) {
            case RoomDirectory.Opened.Found(RoomHost host, boolean _) -> host;
            case RoomDirectory.Opened.Full() -> {
                String text = "this server has as many rooms as it may have";
                call.answer(ReplyStatus.UNAVAILABLE, FULL_RETRY_MILLIS, text);
                yield null;
            }
        };
    }

    // ---- by labels ----

    /** Asks the rooms with those labels, oldest first, then a new one. */
    void find() {
        RoomHost host;
        boolean isNew;
        RoomBoard board = node.directory().board(type);
        synchronized (board) { // so that who comes next finds what is made now
            host = asked < ROOMS_MAX - 1 ? board.find(how.labels(), birth) : null;
            isNew = host == null;
            if (isNew) {
                host = make();
            }
        }
        if (host != null) {
            birth = host.birth();
            ask(host, true, isNew ? this::refuse : answer -> find());
        }
    }

    // ---- new ones ----

    /** Makes a room and asks it. */
    void create() {
        RoomHost host = make();
        if (host != null) {
            ask(host, true, this::refuse);
        }
    }

    /** A new room with a place held in it; null if the call is answered instead. */
    private @Nullable RoomHost make() {
        if (type.plan().type().origin() == RoomType.Origin.SERVICE) {
            call.answer(ReplyStatus.CONFLICT, BUSY_RETRY_MILLIS, "no room has a place");
            return null;
        }
        for (int i = 0; i < CODE_TRIES; i++) {
            OwnerId id = new OwnerId(type.plan().type().name(), RoomCodes.next(node::seed));
            RoomDirectory.Opened opened = node.directory().open(id, type, how, 1);
            if (!(opened instanceof RoomDirectory.Opened.Found(RoomHost _, boolean isNew))
                    || isNew) {
                return opened(opened);
            }
        }
        call.answer(ReplyStatus.UNAVAILABLE, BUSY_RETRY_MILLIS, "no code is free");
        return null;
    }
}
