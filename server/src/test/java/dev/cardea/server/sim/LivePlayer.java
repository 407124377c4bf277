package dev.cardea.server.sim;

import dev.cardea.client.engine.ClientSession;
import dev.cardea.client.engine.ClientSpec;
import dev.cardea.client.engine.SessionHandler;
import dev.cardea.testkit.SimLoop;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Protocol;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A player of the server's own node: the real client, and a game that is in every room, says
 * something now and then, and asks services. Confined to its loop.
 */
final class LivePlayer implements SessionHandler {
    private static final long MILLI = 1_000_000;
    private static final long JOIN_TIMEOUT_NANOS = 20_000 * MILLI;
    private static final long THINKING_NANOS_MAX = 250 * MILLI;
    private static final int FLOOD = 90;

    private static final Codec<LiveNode.Ask> ASK = Codecs.of(LiveNode.Ask.class);
    private static final Codec<LiveNode.Answer> ANSWER = Codecs.of(LiveNode.Answer.class);
    private static final Protocol<LiveNode.Notice> NOTICE = Protocol.of(LiveNode.Notice.class);

    private final LiveCluster cluster;
    private final LiveJudge judge;
    private final String account;
    private final SimLoop loop;
    private final ClientSession client;
    private final Map<String, LiveGame> games = new TreeMap<>();

    /** Inputs sent and not acknowledged, by the seat and then by number. */
    private final Map<String, TreeMap<Integer, Long>> unacknowledged = new HashMap<>();

    private @Nullable LiveTap newest;
    private String session = "";
    private boolean playing = true;
    private boolean offline;
    private boolean over;
    private boolean leaving;
    private int signIns;
    private long lastNotice;
    private boolean agentFresh = true;

    LivePlayer(LiveCluster cluster, String account, int number) {
        this.cluster = cluster;
        this.judge = cluster.judge();
        this.account = account;
        this.loop = cluster.world().loop("c" + number);
        Bytes proof = Bytes.copyOf(account.getBytes(StandardCharsets.UTF_8));
        this.client =
                new ClientSession(
                        loop,
                        (endpoint, handler) -> cluster.dial(this, endpoint, handler),
                        cluster.world().random(),
                        new ClientSpec(
                                cluster.endpoints(),
                                new Frame.Credential("dev", proof),
                                "sim",
                                600_000 * MILLI,
                                5_000 * MILLI,
                                4_000 * MILLI),
                        this);
    }

    LiveJudge judge() {
        return judge;
    }

    String account() {
        return account;
    }

    SimLoop loop() {
        return loop;
    }

    /** The session's id, "" before the first WELCOME. */
    String session() {
        return session;
    }

    ClientSession client() {
        return client;
    }

    /** The connection of the newest HELLO, or null before the first. */
    @Nullable LiveTap newest() {
        return newest;
    }

    /** Whether it has no network. */
    boolean offline() {
        return offline;
    }

    void offline(boolean now) {
        offline = now;
    }

    /** Whether the session has ended for good. */
    boolean over() {
        return over;
    }

    void start() {
        loop.run(client::connect);
    }

    /** Does nothing more of its own accord, but stays. */
    void rest() {
        playing = false;
    }

    // ---- what the tap tells ----

    boolean counts(LiveTap tap) {
        return newest == tap;
    }

    void greets(LiveTap tap) {
        newest = tap;
        if (session.isEmpty()) {
            signIns++;
        }
    }

    /** Sessions that it may have: one for each sign-in up to the first of which it knows. */
    int signIns() {
        return signIns;
    }

    void welcome(String id) {
        if (session.isEmpty()) {
            session = id;
        } else if (!session.equals(id)) {
            judge.fail(this + " is given another session");
        }
    }

    void attached(Frame.Attached said) {
        if (said.owner().isEmpty() && said.fresh()) {
            agentFresh = true;
        }
    }

    /** An input goes out, under that seat's number {@code n}. */
    void sends(String seat, int n, ByteBuf body) {
        boolean leaves = body.getByte(body.readerIndex()) == 0;
        if (!leaves) {
            long number =
                    switch (LiveRoom.SAY.decode(body.duplicate())) {
                        case LiveRoom.Say.Line(long line, String _) -> line;
                        case LiveRoom.Say.Later(long later) -> later;
                    };
            Long before =
                    unacknowledged
                            .computeIfAbsent(seat, name -> new TreeMap<>())
                            .putIfAbsent(n, number);
            if (before != null && before != number) {
                judge.fail(this + " sends " + number + " as number " + n + ", which is " + before);
            }
        }
    }

    void acknowledged(String seat, int n) {
        TreeMap<Integer, Long> sent = unacknowledged.get(seat);
        if (sent != null) {
            Map<Integer, Long> done = sent.headMap(n, true);
            done.values().forEach(judge.inputs()::acknowledged);
            done.clear();
        }
    }

    // ---- the game ----

    private void join(String key) {
        LiveGame last = games.get(key);
        if (over || leaving || (last != null && !last.ended())) {
            return;
        }
        LiveGame game = new LiveGame(this, key);
        games.put(key, game);
        Bytes options = Bytes.copyOf(key.getBytes(StandardCharsets.UTF_8));
        game.membership(client.join(LiveRoom.TYPE, key, options, JOIN_TIMEOUT_NANOS, game));
    }

    /** A membership ended: joins again. */
    void over(String key) {
        var _ = loop.after(50 * MILLI, () -> join(key));
    }

    private void think() {
        if (over) {
            return;
        }
        if (playing && !games.isEmpty()) {
            RandomGenerator random = cluster.world().random();
            List<LiveGame> all = List.copyOf(games.values());
            act(random.nextInt(50), all.get(random.nextInt(all.size())));
        }
        var _ = loop.after(cluster.world().between(MILLI, THINKING_NANOS_MAX), this::think);
    }

    private void act(int dice, LiveGame game) {
        switch (dice) {
            case 0, 1 -> game.leave();
            case 2, 3 -> game.speakLater();
            case 4 -> ask(LiveNode.PLAIN, "");
            case 5 -> ask(LiveNode.IDEMPOTENT, "");
            case 6 -> ask(LiveNode.INLINE, "");
            case 7 -> ask(LiveNode.ANNOUNCE, cluster.anyRoom().key());
            case 8 -> ask(LiveNode.WHISPER, cluster.anyPlayer().account());
            case 9 -> ask(LiveNode.WHISPER, account);
            case 10 -> speak(game, 12, 40);
            case 11 -> game.speak(900);
            default -> speak(game, dice % 3, (int) cluster.world().between(0, 60));
        }
    }

    private static void speak(LiveGame game, int times, int padding) {
        for (int i = 0; i < times; i++) {
            game.speak(padding);
        }
    }

    /** Says more at once, in every room, than a mailbox takes of one. */
    void flood() {
        games.values().forEach(game -> speak(game, FLOOD, 0));
    }

    /** Asks everything. */
    void askAll() {
        for (int route = LiveNode.PLAIN; route <= LiveNode.INLINE; route++) {
            ask(route, "");
        }
    }

    private void ask(int route, String about) {
        if (over || !client.reserveRequest(64)) {
            return;
        }
        long number = judge.nextNumber();
        LiveRequests requests = judge.requests();
        requests.asked(number, route == LiveNode.IDEMPOTENT);
        ByteBuf body = Unpooled.buffer();
        ASK.encode(new LiveNode.Ask(number, about), body);
        boolean hurried = cluster.world().oneIn(5);
        long patience = cluster.world().between(100 * MILLI, (hurried ? 300 : 30_000) * MILLI);
        int correlation =
                client.ask(
                        route,
                        Bytes.of(body),
                        patience,
                        (status, retry, answer) -> replied(number, status, answer));
        if (cluster.world().oneIn(6)) {
            var _ =
                    loop.after(
                            cluster.world().between(0, 200 * MILLI),
                            () -> {
                                requests.cancelled(number);
                                client.cancel(correlation);
                            });
        }
    }

    private void replied(long number, int status, ByteBuf answer) {
        boolean ok = status == ReplyStatus.OK;
        long value = ok ? ANSWER.decode(answer.duplicate()).value() : 0;
        judge.requests().replied(number, status, value, cluster.shared(account));
    }

    // ---- the session ----

    @Override
    public void onOpen(Frame.Welcome welcome, boolean resumed) {
        if (!resumed) {
            cluster.keys().forEach(this::join);
            think();
        }
    }

    @Override
    public void onReconnecting(long waitMillis, String why) {
        judge.count("client reconnects");
        judge.note(this + " reconnects: " + why);
    }

    @Override
    public void onClosed(int code, String text) {
        over = true;
        judge.count("session over " + code);
        judge.note(this + " is over: " + code + " " + text);
        boolean replaced =
                code == CloseCode.LOGGED_IN_ELSEWHERE.number() && cluster.shared(account);
        if (!replaced && !leaving) {
            judge.fail(this + "'s session is over: " + code + " " + text);
        } else if (!leaving) {
            cluster.ended(this);
        }
    }

    @Override
    public void onNotice(ByteBuf body) {
        switch (NOTICE.decode(body.duplicate())) {
            case LiveNode.Notice.Whisper(long number) -> {
                judge.posts().received(account, lastNotice, number, agentFresh);
                lastNotice = number;
                agentFresh = false;
            }
        }
    }

    @Override
    public void onFault(Frame.Fault fault) {
        judge.count("fault " + fault.code());
    }

    // ---- the end ----

    /** What is not as it is when all is well, "" if nothing. */
    String unsettled() {
        LiveTap tap = newest;
        if (!client.isOpen() || tap == null || tap.wire().cut()) {
            return this + " is not connected";
        }
        for (String key : cluster.keys()) {
            LiveGame game = games.get(key);
            if (game == null || !game.settled()) {
                return this + ": " + game;
            }
        }
        long promised = judge.posts().newest(account);
        return lastNotice < promised && !agentFresh
                ? this + " has notice " + lastNotice + ", was promised " + promised
                : "";
    }

    /** Leaves every room, then the server. */
    void leaveInOrder() {
        leaving = true;
        List<LiveGame> all = new ArrayList<>(games.values());
        all.forEach(LiveGame::leave);
        var _ = loop.after(5_000 * MILLI, client::close);
    }

    /** Closes the session, which leaves every room. */
    void close() {
        leaving = true;
        client.close();
    }

    /** Is never heard of again. */
    void vanish() {
        loop.kill();
        LiveTap tap = newest;
        if (tap != null && !tap.wire().cut()) {
            tap.wire().cut(-1, cluster.world().oneIn(2) ? 0 : -1);
        }
    }

    @Override
    public String toString() {
        return account + " (" + loop.name() + ")";
    }
}
