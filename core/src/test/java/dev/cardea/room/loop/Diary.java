package dev.cardea.room.loop;

import dev.cardea.room.Applicant;
import dev.cardea.room.Cell;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.room.Stage;
import dev.cardea.room.Verdict;
import dev.cardea.session.Delivery;
import dev.cardea.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A room that writes down what happens to it, and does what its members say. */
final class Diary implements Room<String, String> {
    private final Stage<String, String> stage;
    private final List<String> pages;
    private final Cell<Integer> inputs;

    Diary(Stage<String, String> stage, List<String> pages) {
        this.stage = stage;
        this.pages = pages;
        this.inputs = stage.cell("inputs", 0);
    }

    @Override
    public void onOpen(Opening opening) {
        pages.add("open");
    }

    @Override
    public Verdict onRequest(Applicant who, Bytes options) {
        if (who.account().equals("fail")) {
            throw new IllegalStateException("request");
        }
        if (who.watches() && who.account().equals("star")) {
            return Verdict.refuse("play!");
        }
        return who.account().equals("stranger") ? Verdict.refuse("unknown") : Verdict.admit();
    }

    @Override
    public void onJoin(Member who) {
        pages.add("join " + who.name());
        stage.send(who, "welcome");
    }

    @Override
    public void onWatch(Member who) {
        pages.add("watch " + who.name());
        stage.send(who, "enjoy");
    }

    @Override
    public void onDrop(Member who) {
        pages.add("drop " + who.name());
    }

    @Override
    public void onResume(Member who, Recovery how) {
        pages.add("resume " + who.name() + ' ' + how);
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        pages.add("leave " + who.name() + ' ' + why);
        stage.send(who, "never sent");
        stage.broadcast("bye " + who.name());
    }

    @Override
    public void onEvent(String event) {
        pages.add("event " + event + " at " + stage.now().toEpochMilli());
        act(event);
    }

    @Override
    public void onInput(Member from, String input) {
        inputs.update(n -> n + 1);
        pages.add("input " + from.name() + ' ' + input);
        if (input.equals("whisper")) {
            stage.send(from, "psst");
        } else {
            act(input);
        }
    }

    private void act(String what) {
        String[] word = what.split(" ", -1);
        switch (word[0]) {
            case "say" -> stage.broadcast(word[1]);
            case "newest" -> stage.broadcast(word[1], Delivery.latest(7));
            case "who" -> stage.broadcast(names(stage.members()) + '|' + names(stage.spectators()));
            case "roll" -> stage.broadcast("rolled " + stage.random().nextInt(1_000_000));
            case "count" -> stage.broadcast("inputs " + inputs.get());
            case "kick" -> kick(word[1]);
            case "close" -> stage.close("closed by " + word[1]);
            case "throw" -> throw new IllegalStateException(what);
            case "after" -> stage.after(word[1], Duration.ofMillis(Long.parseLong(word[2])), "x");
            case "cancel" -> stage.cancel(word[1]);
            case "ask" -> stage.ask("nothing", () -> "say answer");
            case "flood" -> flood(Integer.parseInt(word[1]));
            default -> {}
        }
    }

    private static String names(List<Member> all) {
        return all.stream()
                .map(one -> one.attached() ? one.name() : one.name() + " (away)")
                .collect(Collectors.joining(","));
    }

    private void flood(int asks) {
        for (int i = 0; i < asks; i++) {
            stage.ask("unanswered", () -> "answered");
        }
    }

    private void kick(String name) {
        List<Member> all = new ArrayList<>(stage.members());
        all.addAll(stage.spectators());
        for (Member member : all) {
            if (member.name().equals(name)) {
                stage.kick(member, "out");
                stage.kick(member, "twice");
                stage.send(member, "never sent");
            }
        }
    }
}
