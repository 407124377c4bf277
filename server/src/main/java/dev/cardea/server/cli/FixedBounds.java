package dev.cardea.server.cli;

import dev.cardea.room.Audience;
import dev.cardea.room.RoomRequests;
import dev.cardea.room.RoomType;
import dev.cardea.room.TableType;
import dev.cardea.room.loop.Lane;
import dev.cardea.room.loop.Mailbox;
import dev.cardea.room.loop.RoomOwner;
import dev.cardea.room.replay.RoomRecorder;
import dev.cardea.room.table.TableSet;
import dev.cardea.server.admin.AdminServer;
import dev.cardea.server.config.Bound;
import dev.cardea.server.record.Recordings;
import dev.cardea.service.RequestMemory;
import dev.cardea.service.Route;
import dev.cardea.service.Service;
import dev.cardea.stream.OwnerStream;
import dev.cardea.wire.FrameBounds;
import dev.cardea.wire.RowCodec;
import java.util.List;

/** The bounds that no key changes, read from the classes that enforce them. */
public final class FixedBounds {
    private static final String PROTOCOL_ERROR = "The connection is closed with PROTOCOL_ERROR.";
    private static final String CUT = "The server cuts the text.";

    private FixedBounds() {}

    /** All of them, in the order of docs/LIMITS.md. */
    public static final List<Bound> ALL =
            List.of(
                    new Bound(
                            "streams in one HELLO",
                            FrameBounds.STREAMS_MAX,
                            "streams",
                            PROTOCOL_ERROR),
                    new Bound(
                            "streams of one connection, its agent's not counted",
                            FrameBounds.STREAMS_MAX,
                            "streams",
                            "An ATTACH is answered with GONE (FORBIDDEN)."),
                    new Bound(
                            "an owner's name",
                            FrameBounds.OWNER_BYTES_MAX,
                            "bytes",
                            PROTOCOL_ERROR),
                    new Bound(
                            "the name of a client's build",
                            FrameBounds.CLIENT_BYTES_MAX,
                            "bytes",
                            PROTOCOL_ERROR),
                    new Bound(
                            "a credential or session token",
                            FrameBounds.PROOF_BYTES_MAX,
                            "bytes",
                            PROTOCOL_ERROR),
                    new Bound(
                            "an account or a player's name",
                            FrameBounds.NAME_BYTES_MAX,
                            "bytes",
                            PROTOCOL_ERROR),
                    new Bound("the text of CLOSE", FrameBounds.CLOSE_TEXT_BYTES_MAX, "bytes", CUT),
                    new Bound(
                            "the text of ERROR or of a reply that is none",
                            FrameBounds.TEXT_BYTES_MAX,
                            "bytes",
                            CUT),
                    new Bound(
                            "endpoints of GOAWAY",
                            FrameBounds.ENDPOINTS_MAX,
                            "endpoints",
                            "More are left out."),
                    new Bound(
                            "seats of a room, unless its type says otherwise",
                            RoomType.SEATS_DEFAULT,
                            "seats",
                            "A join is refused with CONFLICT."),
                    new Bound(
                            "seats that a room type may ask for",
                            RoomType.SEATS_MAX,
                            "seats",
                            "The server does not start."),
                    new Bound(
                            "spectators that a room type may allow; none unless it says so",
                            RoomType.SPECTATORS_MAX,
                            "seats",
                            "The server does not start."),
                    new Bound(
                            "inputs, posts and joins that wait for one room",
                            Mailbox.EVENTS_MAX,
                            "messages",
                            "Inputs are sent again later; posts and joins are refused."),
                    new Bound(
                            "bytes of them",
                            Mailbox.BYTES_MAX,
                            "bytes",
                            "Inputs are sent again later; joins are refused."),
                    new Bound(
                            "inputs of one member that wait for its room",
                            Lane.INPUTS_MAX,
                            "messages",
                            "They are sent again later."),
                    new Bound(
                            "attaches of one connection that wait for one room",
                            Lane.CONTROLS_MAX,
                            "messages",
                            "The connection is closed with RATE_LIMITED; it may resume."),
                    new Bound(
                            "replayed by one room to all members behind one link at once",
                            OwnerStream.REPLAY_BYTES_PER_LINK,
                            "bytes",
                            "The replay goes on in the next turn."),
                    new Bound(
                            "ticks per second that a room type may ask for",
                            RoomType.TICK_RATE_MAX,
                            "ticks",
                            "The server does not start."),
                    new Bound(
                            "ticks that a room runs at once when it is behind",
                            RoomOwner.TICKS_BEHIND_MAX,
                            "ticks",
                            "The rest is left out: the room's time has a gap."),
                    new Bound(
                            "rows of a table, unless its type says otherwise",
                            TableType.ROWS_DEFAULT,
                            "rows",
                            "The put throws; the room closes unless it catches that."),
                    new Bound(
                            "labels that a listed room type may have",
                            RoomType.LABELS_MAX,
                            "labels",
                            "The server does not start."),
                    new Bound(
                            "a label's value",
                            RoomType.LABEL_BYTES_MAX,
                            "bytes",
                            "The call throws, or the request is refused."),
                    new Bound(
                            "rooms in one answer to a client that lists them",
                            RoomRequests.LISTINGS_MAX,
                            "rooms",
                            "The rest is asked for by another request."),
                    new Bound(
                            "groups of members that see rows",
                            Audience.GROUPS,
                            "groups",
                            "The call throws; the room closes unless it catches that."),
                    new Bound(
                            "rows that a table type may ask for",
                            TableType.ROWS_MAX,
                            "rows",
                            "The server does not start."),
                    new Bound(
                            "past ticks that a table type may remember; none unless it says so",
                            TableType.HISTORY_TICKS_MAX,
                            "ticks",
                            "The server does not start."),
                    new Bound(
                            "components of a row",
                            RowCodec.COMPONENTS_MAX,
                            "components",
                            "The server does not start."),
                    new Bound(
                            "a row, unless its table's type says otherwise",
                            TableType.ROW_BYTES_DEFAULT,
                            "bytes",
                            "The put throws; the room closes unless it catches that."),
                    new Bound(
                            "a row that a table type may ask for",
                            TableType.ROW_BYTES_MAX,
                            "bytes",
                            "The server does not start."),
                    new Bound(
                            "one frame of a patch",
                            TableSet.PIECE_BYTES_MAX,
                            "bytes",
                            "The rest of the patch follows in the next frame."),
                    new Bound(
                            "an event in a recording, with what follows from it",
                            RoomRecorder.EVENT_BYTES_MAX,
                            "bytes",
                            "The recording ends before it and says so; the room goes on."),
                    new Bound(
                            "bytes of all recordings that wait for the disk",
                            Recordings.QUEUE_BYTES_MAX,
                            "bytes",
                            "The recording that finds no place ends; its room goes on."),
                    new Bound(
                            "requests of one session under way",
                            RequestMemory.COMPUTING_MAX,
                            "requests",
                            "A request is answered with BUSY."),
                    new Bound(
                            "replies remembered of one session",
                            RequestMemory.REPLIES_MAX,
                            "replies",
                            "The oldest is forgotten; its repetition gets UNKNOWN_OUTCOME."),
                    new Bound(
                            "bodies of replies remembered of one session",
                            RequestMemory.BYTES_MAX,
                            "bytes",
                            "The oldest is forgotten; its repetition gets UNKNOWN_OUTCOME."),
                    new Bound(
                            "age of a reply that is remembered",
                            RequestMemory.AGE_NANOS / 1_000_000_000L,
                            "seconds",
                            "It is forgotten; its repetition gets UNKNOWN_OUTCOME."),
                    new Bound(
                            "blocking requests of one service under way, unless it says otherwise",
                            Service.CONCURRENCY_DEFAULT,
                            "requests",
                            "A request is answered with BUSY."),
                    new Bound(
                            "time for a request, unless its route says otherwise",
                            Route.DEADLINE_DEFAULT.toSeconds(),
                            "seconds",
                            "The request is answered with DEADLINE."),
                    new Bound(
                            "time that any request may ask for",
                            Route.DEADLINE_MAX.toSeconds(),
                            "seconds",
                            "A longer deadline is shortened to this."),
                    new Bound(
                            "connections of the admin port",
                            AdminServer.CONNECTIONS_MAX,
                            "connections",
                            "A new connection is closed at once."),
                    new Bound(
                            "headers of a request to the admin port",
                            AdminServer.HEADER_BYTES_MAX,
                            "bytes",
                            "The request is answered with 431."),
                    new Bound(
                            "life of a connection to the admin port",
                            AdminServer.LIFE_MILLIS_MAX / 1000,
                            "seconds",
                            "The connection is closed."));
}
