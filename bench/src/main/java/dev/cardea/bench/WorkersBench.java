package dev.cardea.bench;

import dev.cardea.net.Loop;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Opening;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.Tick;
import dev.cardea.server.node.FixedWorkers;
import dev.cardea.server.node.Node;
import dev.cardea.server.node.NodeLimits;
import dev.cardea.server.node.NodeSetup;
import dev.cardea.server.node.RoomWorkers;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What rooms should run on: 1,000 of them that tick 30 times a second, of which one in a hundred is
 * heavy, on fixed threads and on virtual ones, with requests beside them that block. No sockets:
 * docs/decisions/0004-room-workers.md.
 */
final class WorkersBench {
    private static final int ROOMS = 1_000;
    private static final int TICK_RATE = 30;
    private static final long PERIOD_NANOS = 1_000_000_000L / TICK_RATE;
    private static final int HEAVY_ONE_IN = 100;
    private static final long LIGHT_NANOS = 5_000;
    private static final long HEAVY_NANOS = 2_000_000;
    private static final int REQUESTS_PER_SECOND = 200;
    private static final long REQUEST_NANOS = 1_000_000_000L / REQUESTS_PER_SECOND;
    private static final long SLEEP_NANOS = 1_000_000;
    private static final Duration TURN_BUDGET = Duration.ofSeconds(1);
    private static final int LONGER = 4;

    private final Options options;
    private final Lateness light = new Lateness();
    private final Lateness heavy = new Lateness();
    private final Lateness requests = new Lateness();

    WorkersBench(Options options) {
        this.options = options;
    }

    void run() throws Exception {
        ServerProcess.unpin(ProcessHandle.current().pid());
        System.out.printf(
                "%nWorkers: %,d rooms at %d Hz, a tick of %d us, of 1 room in %d %d us;%n"
                        + "%d requests a second that sleep 1 ms; late by, ms%n%n",
                ROOMS,
                TICK_RATE,
                LIGHT_NANOS / 1000,
                HEAVY_ONE_IN,
                HEAVY_NANOS / 1000,
                REQUESTS_PER_SECOND);
        System.out.printf(
                "  %-16s %8s %8s %8s %10s %10s %10s%n",
                "on", "half", "99 %", "most", "heavy 99 %", "req. 99 %", "bare 99 %");
        for (int round = 0; round < options.rounds(); round++) {
            int cores = Runtime.getRuntime().availableProcessors();
            try (FixedWorkers fixed = new FixedWorkers(cores, TURN_BUDGET)) {
                measure("fixed threads", fixed);
            }
            try (VirtualWorkers virtual = new VirtualWorkers()) {
                measure("virtual threads", virtual);
            }
        }
    }

    private void measure(String name, RoomWorkers workers) throws Exception {
        Lateness bare = Lateness.ofABareThread();
        try (ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
                Node node = new Node(setup(workers, blocking))) {
            for (int i = 0; i < ROOMS; i++) {
                OwnerId room = new OwnerId("clockwork", "r" + i);
                boolean isHeavy = i % HEAVY_ONE_IN == 0;
                Bytes weight = isHeavy ? Bytes.copyOf(new byte[1]) : Bytes.EMPTY;
                if (node.rooms().create(room, weight) != Rooms.Creation.CREATED) {
                    throw new IllegalStateException("no room " + room);
                }
            }
            ask(blocking, TimeUnit.SECONDS.toNanos(options.warmupSeconds()));
            light.take();
            heavy.take();
            requests.take();
            bare.take();
            ask(blocking, TimeUnit.SECONDS.toNanos((long) options.seconds() * LONGER));
            print(name, bare.take());
        }
    }

    private NodeSetup setup(RoomWorkers workers, ExecutorService blocking) {
        return new NodeSetup(
                List.of(type()),
                NodeSetup.Notices.NONE,
                List.of(),
                NodeLimits.DEFAULT,
                workers,
                blocking,
                new SplittableRandom(1));
    }

    private RoomType<None, None, None> type() {
        return RoomType.<None, None, None>of("clockwork", stage -> new Clockwork())
                .inputs(None.class)
                .outputs(None.class)
                .tickRate(TICK_RATE)
                .createdByServices()
                .staysWhenEmpty();
    }

    /** A room that computes for a while with each tick. Confined to the room. */
    private final class Clockwork implements Room<None, None> {
        private boolean isHeavy;
        private long beginNanos = Long.MAX_VALUE;

        @Override
        public void onOpen(Opening how) {
            isHeavy = how instanceof Opening.Created made && made.options().size() > 0;
        }

        @Override
        public void onJoin(Member who) {}

        @Override
        public void onInput(Member from, None input) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}

        @Override
        public void onTick(Tick tick) {
            long now = System.nanoTime();
            long begin = now - tick.number() * PERIOD_NANOS;
            beginNanos = Math.min(beginNanos, begin);
            (isHeavy ? heavy : light).record(begin - beginNanos);
            compute(now, isHeavy ? HEAVY_NANOS : LIGHT_NANOS);
        }
    }

    private static void compute(long sinceNanos, long nanos) {
        while (System.nanoTime() - sinceNanos < nanos) {
            Thread.onSpinWait();
        }
    }

    /** Asks a service that blocks, so many times a second, and notes how much later it is done. */
    private void ask(ExecutorService blocking, long nanos) {
        long begin = System.nanoTime();
        for (long due = 0; due < nanos; due += REQUEST_NANOS) {
            for (long now = System.nanoTime(); now - begin < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - (now - begin));
            }
            long asked = System.nanoTime();
            blocking.execute(() -> answer(asked));
        }
    }

    private void answer(long askedNanos) {
        try {
            Thread.sleep(Duration.ofNanos(SLEEP_NANOS));
        } catch (InterruptedException stop) {
            return;
        }
        requests.record(System.nanoTime() - askedNanos - SLEEP_NANOS);
    }

    private void print(String name, Lateness.Report bare) {
        Lateness.Report rooms = light.take();
        System.out.printf(
                "  %-16s %8.2f %8.2f %8.2f %10.2f %10.2f %10.2f%n",
                name,
                rooms.half() / 1e3,
                rooms.p99() / 1e3,
                rooms.max() / 1e3,
                heavy.take().p99() / 1e3,
                requests.take().p99() / 1e3,
                bare.p99() / 1e3);
    }

    /** A virtual thread for each turn. Safe from any thread. */
    private static final class VirtualWorkers implements RoomWorkers, AutoCloseable {
        private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);

        @Override
        public void execute(Runnable turn) {
            Thread.ofVirtual().start(turn);
        }

        @Override
        public Loop.Timer after(long delayNanos, Runnable task) {
            ScheduledFuture<?> timer = timers.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            return () -> timer.cancel(false);
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long wallMicros() {
            return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        }

        @Override
        public void close() {
            timers.shutdownNow();
        }
    }
}
