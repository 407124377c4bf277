package dev.cardea.room.loop;

import dev.cardea.room.Agents;
import dev.cardea.room.Applicant;
import dev.cardea.room.Listing;
import dev.cardea.room.Opening;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.Stage;
import dev.cardea.session.Identity;
import dev.cardea.session.OwnerId;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.store.Operation;
import dev.cardea.stream.Epoch;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerSpec;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.RingBudget;
import dev.cardea.stream.StreamLimits;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A {@link Diary} as an owner on one link, in virtual time. Confined to the test. */
final class OwnerTable implements Host {
    static final OwnerId ID = new OwnerId("diary", "one");
    static final int MESSAGE_BYTES_MAX = 1000;
    private static final long START_MICROS = 1_000_000;

    final List<String> pages = new ArrayList<>();
    final LinkLog link = new LinkLog();
    final Map<Long, Callable<?>> asks = new HashMap<>();
    final List<Long> cancelled = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final List<String> listings = new ArrayList<>();
    final List<String> ticks = new ArrayList<>();
    final List<Object> answers = new ArrayList<>();
    final RoomOwner<String, String, String> owner;
    private final ByteBuf scratch = Unpooled.buffer();
    private long nanos = 5_000_000_000L;
    private int attachIds;

    OwnerTable() {
        this(OwnerPlan.Entry.BY_REQUEST);
    }

    OwnerTable(OwnerPlan.Entry entry) {
        this(entry, Diary::new);
    }

    /** Makes a room that writes pages, and says of its type what is special about it. */
    interface Maker {
        Room<String, String> make(Stage<String, String> stage, List<String> pages);

        default RoomType<String, String, String> declare(RoomType<String, String, String> type) {
            return type;
        }
    }

    OwnerTable(OwnerPlan.Entry entry, Maker maker) {
        RoomType<String, String, String> type =
                maker.declare(
                        RoomType.of(
                                        "diary",
                                        (Stage<String, String> stage) -> maker.make(stage, pages))
                                .seats(3)
                                .closesWhenEmptyFor(Duration.ofSeconds(90)));
        long epoch = Epoch.begin(1, new SplittableRandom(1));
        OwnerSpec spec =
                OwnerSpec.of(ID, epoch, StreamLimits.DEFAULT, new RingBudget(1 << 20), this::nanos);
        OwnerPlan<String, String, String> plan = new OwnerPlan<>(type, entry, new TextCodec());
        owner = new RoomOwner<>(plan, new OwnerStream(spec), this);
        owner.open(Opening.Created.with(Bytes.EMPTY), 42);
    }

    static SessionId session(int number) {
        return new SessionId(7, number);
    }

    /** Somebody asks for a seat; {@code number} is the session and the ref. */
    Object request(int number, String name) {
        return request(new Applicant(session(number), new Identity(name, name)));
    }

    /** Somebody asks to watch. */
    Object requestToWatch(int number, String name) {
        return request(new Applicant(session(number), new Identity(name, name), true));
    }

    private Object request(Applicant who) {
        owner.accept(new Mail.Join(who, Bytes.EMPTY, answers::add));
        return answers.removeLast();
    }

    void attach(int number, String name, Position position) {
        attach(link, number, name, position);
    }

    void attach(LinkLog link, int number, String name, Position position) {
        LinkFrame.Open who =
                new LinkFrame.Open(number, session(number), 1, new Identity(name, name));
        owner.accept(
                new Mail.Attach(
                        link,
                        1,
                        who,
                        new LinkFrame.Attach(number, ++attachIds, ID.toString(), position)));
    }

    void join(int number, String name) {
        request(number, name);
        attach(number, name, Position.NEW);
    }

    void watch(int number, String name) {
        requestToWatch(number, name);
        attach(number, name, Position.NEW);
    }

    /** Input {@code n} of the member that is session, ref and seat {@code number}. */
    void input(int number, int n, @Nullable String text) {
        owner.accept(new Mail.Input(link, new LinkFrame.Input(number, 1, false, number, n), text));
    }

    List<String> flush() {
        owner.flush();
        return link.said();
    }

    void pass(Duration time) {
        nanos += time.toNanos();
        owner.runDue(1000);
    }

    List<String> pages() {
        List<String> read = List.copyOf(pages);
        pages.clear();
        return read;
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
        return () -> cancelled.add(ask);
    }

    @Override
    public void settle(String key, Operation operation) {
        throw new AssertionError("not in this test");
    }

    @Override
    public void ticked(long lateNanos, long dropped) {
        ticks.add(lateNanos / 1_000_000 + " late, " + dropped + " dropped");
    }

    @Override
    public void failed(RoomEvent event, Throwable cause) {
        failures.add(event.getClass().getSimpleName() + ": " + cause.getMessage());
    }

    @Override
    public void list(@Nullable Listing listing) {
        listings.add(listing == null ? "hidden" : listing.members() + " " + listing.labels());
    }

    @Override
    public Rooms rooms() {
        throw new AssertionError("not in this test");
    }

    @Override
    public Agents agents() {
        throw new AssertionError("not in this test");
    }

    /** Text as its bytes. */
    private static final class TextCodec implements Codec<String> {
        @Override
        public void encode(String value, ByteBuf out) {
            ByteBufUtil.writeUtf8(out, value);
        }

        @Override
        public String decode(ByteBuf in) {
            return in.toString(StandardCharsets.UTF_8);
        }
    }
}
