package dev.cardea.room.replay;

import dev.cardea.room.Agents;
import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Listing;
import dev.cardea.room.Opening;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.loop.Host;
import dev.cardea.room.loop.Mail;
import dev.cardea.room.loop.OwnerPlan;
import dev.cardea.room.loop.Recorder;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.loop.RoomOwner;
import dev.cardea.room.loop.Surroundings;
import dev.cardea.room.saved.SavedRoom;
import dev.cardea.session.Identity;
import dev.cardea.session.OwnerId;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.store.Operation;
import dev.cardea.store.Outcome;
import dev.cardea.stream.Epoch;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerLink;
import dev.cardea.stream.OwnerSpec;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.RingBudget;
import dev.cardea.stream.StreamLimits;
import dev.cardea.wire.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A room as an owner in virtual time, which is recorded to memory. Confined to the test. */
final class Studio implements Host, RecordingSink {
    static final OwnerId ID = new OwnerId("arcade", "one");
    static final int MESSAGE_BYTES_MAX = 50_000;

    private static final long START_MICROS = 1_700_000_000_000_000L;

    final Map<Long, Callable<?>> asks = new HashMap<>();
    final List<String> settling = new ArrayList<>();
    final RoomOwner<Arcade.Input, Arcade.Output, Arcade.Event> owner;
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final RoomRecorder recorder;
    private final ByteBuf scratch = Unpooled.buffer();
    private final OwnerLink link = new Silent();
    private final Map<Integer, Integer> said = new HashMap<>();
    private long nanos = 5_000_000_000L;
    private int attachIds;
    @Nullable Ending ended;
    boolean slow;

    Studio(RoomType<Arcade.Input, Arcade.Output, Arcade.Event> type) {
        this(type, 1 << 20);
    }

    Studio(RoomType<Arcade.Input, Arcade.Output, Arcade.Event> type, long bytesMax) {
        this(type, bytesMax, null);
    }

    /** The room of {@code other}, which died just now, restored and recorded anew. */
    static Studio restored(RoomType<Arcade.Input, Arcade.Output, Arcade.Event> type, Studio other) {
        return new Studio(type, 1 << 20, other.owner.save());
    }

    private Studio(
            RoomType<Arcade.Input, Arcade.Output, Arcade.Event> type,
            long bytesMax,
            @Nullable SavedRoom saved) {
        RoomRecorder.Spec spec = new RoomRecorder.Spec(ID, "a test", MESSAGE_BYTES_MAX, bytesMax);
        recorder = new RoomRecorder(RecordedType.of(type), spec, this);
        long epoch = Epoch.begin(1, new SplittableRandom(1));
        OwnerSpec stream =
                OwnerSpec.of(ID, epoch, StreamLimits.DEFAULT, new RingBudget(1 << 20), this::nanos);
        owner =
                new RoomOwner<>(
                        new OwnerPlan<>(type, OwnerPlan.Entry.BY_REQUEST, type.outputs()),
                        saved == null
                                ? new OwnerStream(stream)
                                : OwnerStream.restore(stream, saved.seats()),
                        this);
        if (saved == null) {
            owner.open(new Opening.Created(Bytes.EMPTY, Map.of("map", "old harbour"), true), 42);
        } else {
            owner.restore(saved, Duration.ofSeconds(2));
        }
        owner.flush();
    }

    /** What was recorded so far. */
    byte[] recording() {
        return file.toByteArray();
    }

    // ---- what happens ----

    void request(int number, String name) {
        request(number, name, Bytes.copyOf(new byte[] {1}));
    }

    void request(int number, String name, Bytes options) {
        request(new Applicant(session(number), new Identity(name, name)), options);
    }

    private void request(Applicant who, Bytes options) {
        owner.accept(new Mail.Join(who, options, answer -> {}));
        owner.flush();
    }

    void join(int number, String name) {
        request(number, name);
        attach(number, name);
    }

    void watch(int number, String name) {
        request(new Applicant(session(number), new Identity(name, name), true), Bytes.EMPTY);
        attach(number, name);
    }

    void attach(int number, String name) {
        LinkFrame.Open who =
                new LinkFrame.Open(number, session(number), 1, new Identity(name, name));
        LinkFrame.Attach frame =
                new LinkFrame.Attach(number, ++attachIds, ID.toString(), Position.NEW);
        owner.accept(new Mail.Attach(link, 1, who, frame));
        owner.flush();
    }

    void drop(int number) {
        owner.accept(new Mail.Detach(link, number));
        owner.flush();
    }

    /** The next input of that member, as a turn of its own; null: it leaves. */
    void input(int number, Arcade.@Nullable Input input) {
        inputInTurn(number, input);
        owner.flush();
    }

    void tell(int number, String what) {
        input(number, new Arcade.Input.Do(what));
    }

    void inputInTurn(int number, Arcade.@Nullable Input input) {
        int count = said.merge(number, 1, Integer::sum);
        LinkFrame.Input frame = new LinkFrame.Input(number, 1, false, number, count);
        owner.accept(new Mail.Input(link, frame, input));
    }

    void post(Arcade.Event event) {
        owner.accept(new Mail.Post(event, posted -> {}));
        owner.flush();
    }

    void answer(long ask) throws Exception {
        Callable<?> work = asks.remove(ask);
        owner.accept(new Mail.Answer(ask, work == null ? null : work.call()));
        owner.flush();
    }

    void settle(String key, Outcome outcome) {
        owner.accept(new Mail.Settled(key, outcome));
        owner.flush();
    }

    void pass(Duration time) {
        nanos += time.toNanos();
        owner.runDue(1000);
        owner.flush();
    }

    void close() {
        owner.accept(new Mail.Close(LeaveReason.SERVER_CLOSING, "the test ends"));
        owner.flush();
    }

    private static SessionId session(int number) {
        return new SessionId(7, number);
    }

    // ---- the sink ----

    @Override
    public boolean take(byte[] bytes) {
        if (!slow) {
            file.writeBytes(bytes);
        }
        return !slow;
    }

    @Override
    public void end(byte[] bytes, Ending why) {
        file.writeBytes(bytes);
        ended = why;
    }

    // ---- the host ----

    @Override
    public Recorder recorder() {
        return recorder;
    }

    @Override
    public long wallMicros() {
        return START_MICROS;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public int messageBytesMax() {
        return MESSAGE_BYTES_MAX;
    }

    @Override
    public ByteBuf scratch() {
        return scratch.clear();
    }

    @Override
    public Surroundings.Aside ask(long ask, Callable<?> work) {
        asks.put(ask, work);
        return () -> asks.remove(ask);
    }

    @Override
    public void settle(String key, Operation operation) {
        settling.add(key);
    }

    @Override
    public void ticked(long lateNanos, long dropped) {}

    @Override
    public void list(@Nullable Listing listing) {}

    @Override
    public void failed(RoomEvent event, Throwable cause) {}

    @Override
    public Rooms rooms() {
        return new Rooms() {
            @Override
            public boolean exists(OwnerId room) {
                return room.key().equals("there");
            }

            @Override
            public Creation create(OwnerId room, Bytes options) {
                return exists(room) ? Creation.EXISTED : Creation.CREATED;
            }

            @Override
            public List<Listing> list(String type, Map<String, String> labels, int max) {
                Map<String, String> words = Map.of("map", "a b&c=d\nü", "empty", "");
                Listing one = new Listing(new OwnerId(type, "one"), 3, 8, words);
                return List.of(one, new Listing(new OwnerId(type, "two"), 0, 8, Map.of()));
            }

            @Override
            public CompletionStage<Posted> post(OwnerId room, Object event) {
                return exists(room)
                        ? new CompletableFuture<>()
                        : CompletableFuture.completedFuture(Posted.ABSENT);
            }
        };
    }

    @Override
    public Agents agents() {
        return new Agents() {
            @Override
            public CompletionStage<Sent> send(String account, Object notice) {
                throw new IllegalArgumentException("none of the declared notices");
            }

            @Override
            public CompletionStage<Presence> presence(String account) {
                return new CompletableFuture<>();
            }
        };
    }

    /** A link whose other end nobody reads. */
    private static final class Silent implements OwnerLink {
        private final ByteBuf batch = Unpooled.buffer();

        @Override
        public ByteBuf batch() {
            return batch;
        }

        @Override
        public void flush() {
            batch.clear();
        }

        @Override
        public boolean writable() {
            return true;
        }
    }
}
