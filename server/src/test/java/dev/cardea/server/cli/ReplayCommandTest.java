package dev.cardea.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.Agents;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Opening;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.Tick;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.loop.RoomLoop;
import dev.cardea.room.loop.Surroundings;
import dev.cardea.room.replay.Ending;
import dev.cardea.room.replay.RecordedType;
import dev.cardea.room.replay.RecordingSink;
import dev.cardea.room.replay.RoomRecorder;
import dev.cardea.session.Delivery;
import dev.cardea.session.Identity;
import dev.cardea.session.OwnerId;
import dev.cardea.session.SessionId;
import dev.cardea.store.Operation;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Id;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Goal: whatever file it is given, the command has an answer; method: it, on files made here. */
class ReplayCommandTest {
    private static final long OPENED_MICROS = 1_700_000_000_000_000L;
    private static final int TICKS = 60;
    private static final int RATE = 20;

    @TempDir private Path folder;

    sealed interface Word {
        @Id(1)
        record Any(String text) implements Word {}
    }

    sealed interface OtherWord {
        @Id(1)
        record Any(int number) implements OtherWord {}
    }

    record Count(long ticks) {}

    private static final TableType<Count> COUNTS = TableType.of("counts", Count.class);

    /** A room that counts. */
    private static final class Counter<I> implements Room<I, None> {
        private final Table<Count> counts;

        Counter(Stage<Word, None> stage) {
            this.counts = stage.table(COUNTS);
        }

        @Override
        public void onJoin(Member who) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}

        @Override
        public void onInput(Member from, I input) {}

        @Override
        public void onTick(Tick tick) {
            counts.put(1, new Count(tick.number()));
        }
    }

    private static <I> RoomType<I, Word, None> type(String name, Class<I> inputs, int rate) {
        return RoomType.<I, Word, None>of(name, Counter::new)
                .inputs(inputs)
                .outputs(Word.class)
                .tables(COUNTS)
                .tickRate(rate);
    }

    private static final RoomType<Word, Word, None> TYPE = type("counter", Word.class, RATE);
    private static final byte[] WHOLE = record();

    /** Keeps what is recorded. */
    private static final class Memory implements RecordingSink {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public boolean take(byte[] taken) {
            bytes.writeBytes(taken);
            return true;
        }

        @Override
        public void end(byte[] last, Ending why) {
            bytes.writeBytes(last);
        }
    }

    private static byte[] record() {
        Memory memory = new Memory();
        RoomRecorder recorder =
                new RoomRecorder(
                        RecordedType.of(TYPE),
                        new RoomRecorder.Spec(
                                new OwnerId("counter", "one"), "a test", 1000, 1 << 20),
                        memory);
        RoomLoop<Word, Word, None> loop = new RoomLoop<>(TYPE, new Nowhere());
        long micros = OPENED_MICROS;
        tell(recorder, loop, new RoomEvent.Opened(Opening.Created.with(Bytes.EMPTY), 7), micros);
        Identity ann = new Identity("ann", "ann");
        tell(recorder, loop, new RoomEvent.Joined(1, new SessionId(1, 1), ann), micros);
        for (int tick = 1; tick <= TICKS; tick++) {
            micros += 1_000_000 / RATE;
            tell(recorder, loop, new RoomEvent.Ticked(tick), micros);
        }
        tell(recorder, loop, new RoomEvent.Closing(LeaveReason.SERVER_CLOSING), micros);
        recorder.ended();
        return memory.bytes.toByteArray();
    }

    private static void tell(
            RoomRecorder recorder, RoomLoop<?, ?, ?> loop, RoomEvent event, long micros) {
        recorder.told(event, micros);
        loop.apply(event, micros);
        recorder.done(loop);
        recorder.turnEnds(loop, false);
    }

    /** Nobody listens. */
    private static final class Nowhere implements Surroundings<Word> {
        private final ByteBuf scratch = Unpooled.buffer();

        @Override
        public void send(SessionId to, Word message, Delivery delivery) {}

        @Override
        public void broadcast(Word message, Delivery delivery) {}

        @Override
        public void kick(SessionId member, String why) {}

        @Override
        public Aside ask(long ask, Callable<?> work) {
            return () -> {};
        }

        @Override
        public void settle(String key, Operation operation) {}

        @Override
        public ByteBuf scratch() {
            return scratch.clear();
        }

        @Override
        public Rooms rooms() {
            throw new AssertionError("not in this test");
        }

        @Override
        public Agents agents() {
            throw new AssertionError("not in this test");
        }
    }

    /** What the command answered. */
    private record Answer(int code, String out, String err) {}

    private static Answer run(List<RoomType<?, ?, ?>> rooms, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new ReplayCommand(rooms));
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Answer(code, out.toString(), err.toString());
    }

    private Answer replay(byte[] bytes, RoomType<?, ?, ?>... rooms) throws IOException {
        Path file = Files.write(folder.resolve("a.recording"), bytes);
        return run(List.of(rooms), file.toString());
    }

    @Test
    void saysThatAllHashesAreEqualAndHowItEnds() throws IOException {
        Answer answer = replay(WHOLE, TYPE);
        assertThat(answer.err()).isEmpty();
        assertThat(answer.code()).isZero();
        assertThat(answer.out().lines().toList())
                .hasSize(7)
                .startsWith("counter/one, opened 2023-11-14 22:13:20 UTC", "recorded by a test")
                .contains("63 events, 61 hashes, all equal; the last: " + lastHash(answer.out()))
                .endsWith("The recording ends: the room closed.");
        assertThat(answer.out().lines().skip(2).limit(3))
                .allMatch(line -> line.matches(" +[123]\\.000 s {2}tick [246]0 event .*hash .*"));
        assertThat(answer.out().lines()).allMatch(line -> line.length() <= 80);
    }

    private static String lastHash(String out) {
        return out.substring(out.lastIndexOf("hash "), out.lastIndexOf("hash ") + 21);
    }

    @Test
    void stopsWhereItIsToldAndShowsTheRows() throws IOException {
        Path file = Files.write(folder.resolve("a.recording"), WHOLE);
        Answer answer =
                run(
                        List.of(TYPE),
                        file.toString(),
                        "--to",
                        "30",
                        "--rows",
                        "--events",
                        "--from",
                        "29");
        assertThat(answer.code()).isZero();
        assertThat(answer.out().lines())
                .contains(
                        "    1.450 s  tick 29 event 31 Ticked[tick=29]",
                        "    1.500 s  tick 30 event 32 Ticked[tick=30]",
                        "counts 1 Count[ticks=30]",
                        "Stopped, as asked.")
                .noneMatch(line -> line.contains("tick=31") || line.contains("tick=28"));
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        Path missing = folder.resolve("missing");
        assertThat(run(List.of(TYPE), missing.toString()))
                .isEqualTo(new Answer(2, "", "cardea replay: there is no file " + missing + "\n"));
    }

    @Test
    void saysThatAFolderCannotBeRead() {
        Answer answer = run(List.of(TYPE), folder.toString());
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).isEqualTo("cardea replay: " + folder + " is no file\n");
    }

    @Test
    void saysThatAFileIsNoRecording() throws IOException {
        Answer answer = replay(new byte[100], TYPE);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).endsWith("a.recording is no recording of a room\n");
    }

    @Test
    void saysThatItReadsAnotherVersion() throws IOException {
        byte[] later = WHOLE.clone();
        later[9] = 3;
        Answer answer = replay(later, TYPE);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err())
                .endsWith("has version 3 of the form of recordings; this release reads 1\n");
    }

    @Test
    void saysThatItDoesNotHaveTheType() throws IOException {
        Answer answer = replay(WHOLE, type("chess", Word.class, 1), type("arena", Word.class, 1));
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err())
                .isEqualTo(
                        "cardea replay: it is of a room of type counter, which this program does"
                                + " not have; it has: arena, chess\n");
    }

    @Test
    void saysWhatOfTheTypeIsOther() throws IOException {
        Answer answer = replay(WHOLE, type("counter", OtherWord.class, 30));
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err().lines())
                .startsWith(
                        "  30 ticks a second, recorded 20",
                        "  its messages, events or tables are others")
                .anyMatch(line -> line.contains("inputs.Any"))
                .endsWith(
                        "cardea replay: rooms of type counter are not what they were; recorded by:"
                                + " a test");
    }

    @Test
    void saysWhereAFileIsCutOff() throws IOException {
        int length = WHOLE.length - 200;
        Answer answer = replay(Arrays.copyOf(WHOLE, length), TYPE);
        assertThat(answer.code()).isZero();
        assertThat(answer.out())
                .containsPattern("The file ends at byte [0-9]+, within the room's life\\.\n$");
    }

    @Test
    void saysFromWhereOnAFileIsDamaged() throws IOException {
        byte[] damaged = WHOLE.clone();
        damaged[damaged.length - 200] ^= 1;
        Answer answer = replay(damaged, TYPE);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out())
                .containsPattern("but from byte [0-9]+ on the file is damaged\\.\n$");
    }

    @Test
    void hasAnAnswerToWhateverBecameOfAFile() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = Arrays.copyOf(WHOLE, random.nextInt(WHOLE.length + 1));
            for (int flips = random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Answer answer = replay(bytes, TYPE);
            assertThat(answer.code()).isBetween(0, 2);
            assertThat(answer.out() + answer.err())
                    .isNotEmpty()
                    .doesNotContain("\tat ", "xception");
        }
    }
}
