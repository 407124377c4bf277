package dev.cardea.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Many connections to one server, on one loop. Its methods are for one caller outside the loop,
 * which waits for each.
 *
 * <p>Connections are opened a few at a time, so that the server's backlog never decides.
 */
public final class Load implements AutoCloseable {
    private static final int OPENING_MAX = 64;
    private static final int PATIENCE_SECONDS = 60;

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final InetSocketAddress server;
    private final Wire.Factory wires;
    private final Way way;
    private final List<Peer> peers = new ArrayList<>();
    private int opening;

    /** A load without connections yet. */
    public Load(InetSocketAddress server, Wire.Factory wires, Way way) {
        this.server = server;
        this.wires = wires;
        this.way = way;
        IoHandlerFactory io =
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(1, io);
        this.loop = group.next();
    }

    /**
     * Opens connections until there are {@code count}, and waits until all are ready for work.
     *
     * @throws TimeoutException if the server takes longer than a minute
     */
    public void open(int count) throws Exception {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        loop.execute(() -> openMore(count, ready));
        ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void openMore(int count, CompletableFuture<Void> ready) {
        while (opening < OPENING_MAX && peers.size() < count) {
            opening++;
            Peer peer = new Peer(wires.of(peers.size()), way.shakesHands());
            peers.add(peer);
            peer.ready.whenComplete((_, failure) -> opened(count, ready, failure));
            connect(peer);
        }
        if (opening == 0 && peers.size() >= count) {
            ready.complete(null);
        }
    }

    private void opened(int count, CompletableFuture<Void> ready, @Nullable Throwable failure) {
        opening--;
        if (failure != null) {
            ready.completeExceptionally(failure);
        } else {
            openMore(count, ready);
        }
    }

    private void connect(Peer peer) {
        boolean epoll = Epoll.isAvailable();
        Class<? extends Channel> kind = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        ChannelFuture connected =
                new Bootstrap()
                        .group(loop)
                        .channel(kind)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        way.prepare(channel);
                                        channel.pipeline().addLast(peer);
                                    }
                                })
                        .connect(server);
        connected.addListener(
                done -> {
                    if (!done.isSuccess()) {
                        peer.ready.completeExceptionally(done.cause());
                    }
                });
    }

    /**
     * What a run brought.
     *
     * @param refusals answers that say no, which have no latency here
     * @param bytes of the answers, with what frames them
     */
    public record Result(
            long answers, long refusals, long bytes, double seconds, Histogram latencyNanos) {
        /** Answers a second. */
        public double perSecond() {
            return answers / seconds;
        }
    }

    /**
     * Closed loop: each of the first {@code speakers} of every {@code group} connections keeps
     * {@code inFlight} requests under way for {@code nanos}; all connections count what they hear.
     *
     * @return the answers heard, by all
     */
    public Result closedLoop(int group, int speakers, int inFlight, long nanos) throws Exception {
        Run run = new Run(System.nanoTime() + nanos);
        CompletableFuture<Void> started = new CompletableFuture<>();
        loop.execute(
                () -> {
                    for (int index = 0; index < peers.size(); index++) {
                        peers.get(index).start(run, index % group < speakers ? inFlight : 0);
                    }
                    started.complete(null);
                });
        started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        long begin = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(nanos);
        return finish(run, begin);
    }

    /**
     * Open loop: {@code perSecond} requests a second, spread over the connections at even times.
     * The latency of a request counts from the time it was due, so a server that stalls cannot hide
     * it by keeping the load from asking.
     */
    public Result openLoop(double perSecond, long nanos) throws Exception {
        long begin = System.nanoTime();
        Run run = new Run(begin + nanos);
        loop.execute(() -> peers.forEach(peer -> peer.start(run, 0)));
        loop.execute(() -> due(run, begin, perSecond, 0));
        TimeUnit.NANOSECONDS.sleep(nanos);
        return finish(run, begin);
    }

    /** Says nothing for {@code nanos}; all connections count what they hear. */
    public Result listen(long nanos) throws Exception {
        return closedLoop(1, 0, 0, nanos);
    }

    private void due(Run run, long begin, double perSecond, long asked) {
        long now = System.nanoTime();
        if (now - run.endNanos >= 0) {
            return;
        }
        long until = (long) ((now - begin) * perSecond / 1e9);
        long next = asked;
        for (; next < until; next++) {
            long dueNanos = begin + (long) (next * 1e9 / perSecond);
            peers.get((int) (next % peers.size())).ask(dueNanos);
        }
        peers.forEach(Peer::flush);
        long from = next;
        loop.schedule(() -> due(run, begin, perSecond, from), 200, TimeUnit.MICROSECONDS);
    }

    private Result finish(Run run, long begin) throws Exception {
        CompletableFuture<Result> result = new CompletableFuture<>();
        loop.execute(
                () -> {
                    peers.forEach(Peer::stop);
                    double seconds = (System.nanoTime() - begin) / 1e9;
                    run.complete(result, seconds);
                });
        return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** How many connections are open now. */
    public int connected() throws Exception {
        return loop.submit(() -> (int) peers.stream().filter(Peer::isOpen).count()).get();
    }

    @Override
    public void close() {
        loop.submit(() -> peers.forEach(Peer::close)).syncUninterruptibly();
        group.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** One run: what all connections count into. Confined to the loop. */
    static final class Run {
        final long endNanos;
        final Histogram latencyNanos = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        long answers;
        long refusals;
        long bytes;
        private @Nullable Throwable failure;

        Run(long endNanos) {
            this.endNanos = endNanos;
        }

        /** A connection broke in the midst of it. */
        void fail(Throwable cause) {
            failure = failure == null ? cause : failure;
        }

        void complete(CompletableFuture<Result> result, double seconds) {
            if (failure == null) {
                result.complete(new Result(answers, refusals, bytes, seconds, latencyNanos));
            } else {
                result.completeExceptionally(failure);
            }
        }

        /** Of one answer, heard by the one that asked. */
        void latency(long nanos) {
            long highest = latencyNanos.getHighestTrackableValue();
            latencyNanos.recordValue(Math.clamp(nanos, 0, highest));
        }
    }

    static ByteBuf buffer(Channel channel) {
        return channel.alloc().directBuffer(256);
    }
}
