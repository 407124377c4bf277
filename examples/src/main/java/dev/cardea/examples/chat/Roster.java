package dev.cardea.examples.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is in the channel, as the room's outputs tell. Confined to the session's loop, but for reads.
 */
final class Roster {
    private final Map<Long, Chat.Person> people = new LinkedHashMap<>();

    /** Takes in what the room said. */
    synchronized void apply(Chat.Output output) {
        switch (output) {
            case Chat.Output.Here here -> {
                people.clear();
                here.people().forEach(person -> people.put(person.member(), person));
            }
            case Chat.Output.Joined(Chat.Person who) -> people.put(who.member(), who);
            case Chat.Output.Left left -> people.remove(left.member());
            case Chat.Output.Presence(long member, boolean online) ->
                    people.computeIfPresent(
                            member,
                            (id, old) -> new Chat.Person(id, old.account(), old.name(), online));
            case Chat.Output.Line line -> {}
            case Chat.Output.Writing writing -> {}
            case Chat.Output.Unsaid unsaid -> {}
        }
    }

    /** Everybody, in the order of coming. */
    synchronized List<Chat.Person> people() {
        return List.copyOf(people.values());
    }

    /** The person with that number. */
    synchronized Optional<Chat.Person> of(long member) {
        return Optional.ofNullable(people.get(member));
    }

    /** The account of whoever is shown under {@code name}; the name itself if nobody is. */
    synchronized String account(String name) {
        return people.values().stream()
                .filter(person -> person.name().equals(name))
                .map(Chat.Person::account)
                .findFirst()
                .orElse(name);
    }
}
