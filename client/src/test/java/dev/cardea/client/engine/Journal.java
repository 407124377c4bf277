package dev.cardea.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a game is told, one line each. Confined to the test's thread. */
final class Journal implements SessionHandler, MemberHandler, ReplyHandler {
    private final List<String> lines = new ArrayList<>();
    private final List<Long> applied = new ArrayList<>();

    /** What was told since the last call. */
    List<String> read() {
        List<String> read = List.copyOf(lines);
        lines.clear();
        return read;
    }

    /** Which inputs were told to be applied, over all calls. */
    List<Long> applied() {
        return applied;
    }

    @Override
    public void onApplied(long n) {
        applied.add(n);
    }

    @Override
    public void onOpen(Frame.Welcome welcome, boolean resumed) {
        lines.add(resumed ? "resumed" : "open");
    }

    @Override
    public void onReconnecting(long waitMillis, String why) {
        lines.add("reconnecting");
    }

    @Override
    public void onClosed(int code, String text) {
        lines.add("closed " + code);
    }

    @Override
    public void onNotice(ByteBuf body) {
        lines.add("notice " + body.toString(UTF_8));
    }

    @Override
    public void onFault(Frame.Fault fault) {
        lines.add("fault " + fault.code());
    }

    @Override
    public void onJoined() {
        lines.add("joined");
    }

    @Override
    public void onRefused(int status, String text) {
        lines.add("refused " + status);
    }

    @Override
    public void onState(ByteBuf part) {
        if (part.isReadable()) {
            lines.add("state " + part.toString(UTF_8));
        }
    }

    @Override
    public void onFresh() {
        lines.add("fresh");
    }

    @Override
    public void onRecovered() {
        lines.add("recovered");
    }

    @Override
    public void onMessage(ByteBuf body) {
        lines.add(body.toString(UTF_8));
    }

    @Override
    public void onInputsLost(int count) {
        lines.add("lost " + count);
    }

    @Override
    public void onGone(GoneReason reason, String text) {
        lines.add("gone " + reason);
    }

    @Override
    public void onReply(int status, int retryAfterMillis, ByteBuf body) {
        lines.add("reply " + status + " " + body.toString(UTF_8));
    }
}
