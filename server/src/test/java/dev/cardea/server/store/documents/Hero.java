package dev.cardea.server.store.documents;

import dev.cardea.store.DocumentType;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Default;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document with all that documents can hold. */
record Hero(
        String name,
        long level,
        @Nullable String guild,
        @Default("1.5") double speed,
        @Default List<Item> items,
        @Default Map<String, Integer> skills,
        @Default("KNIGHT") Sort sort,
        @Default Bytes badge) {
    enum Sort {
        KNIGHT,
        WIZARD
    }

    record Item(String what, @Default("1") short count, @Default("true") boolean usable) {}

    static final DocumentType<Hero> TYPE =
            DocumentType.of("hero", Hero.class)
                    .index("level", Hero::level)
                    .indexText("guild", Hero::guild);

    static Hero of(String name, long level, @Nullable String guild) {
        return new Hero(
                name,
                level,
                guild,
                0.1,
                List.of(new Item("sword", (short) 3, false)),
                Map.of("swim", 2),
                Sort.WIZARD,
                Bytes.copyOf(new byte[] {0, -1, 7}));
    }

    Hero up() {
        return new Hero(name, level + 1, guild, speed, items, skills, sort, badge);
    }
}
