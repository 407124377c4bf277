package dev.cardea.server.store.documents;

import dev.cardea.store.BatchResult;
import dev.cardea.store.Change;
import dev.cardea.store.Documents;
import dev.cardea.store.IfVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Does changes of documents, alone and in batches. Safe from any thread that may block. */
final class ChangeWriter {
    private final DatabaseCalls calls;
    private final DeclaredTypes types;

    ChangeWriter(DatabaseCalls calls, DeclaredTypes types) {
        this.calls = calls;
        this.types = types;
    }

    /** Which document a change is of, as it is stored. */
    private record Target(String type, String owner, String key) {}

    /** Undoes a transaction whose changes do not all meet their conditions. */
    private static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int index;

        ConflictException(int index) {
            super("a condition does not hold", null, false, false);
            this.index = index;
        }
    }

    /** One change; its document's new version, or nothing if the condition does not hold. */
    OptionalLong write(Change change) {
        String parameter = parameter(List.of(change));
        Map<Integer, Long> versions = calls.one(handle -> done(handle, parameter));
        Long version = versions.get(0);
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    /** All or none. */
    BatchResult batch(List<Change> changes) {
        if (changes.isEmpty() || changes.size() > Documents.BATCH_MAX) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + Documents.BATCH_MAX + " changes, not " + changes.size());
        }
        String parameter = parameter(changes);
        try {
            Map<Integer, Long> versions =
                    calls.transaction(
                            handle -> {
                                lock(handle, parameter);
                                return allDone(handle, parameter, changes.size());
                            });
            return new BatchResult.Applied(List.copyOf(versions.values()));
        } catch (ConflictException e) {
            return new BatchResult.Conflict(e.index);
        }
    }

    private static void lock(Handle handle, String parameter) {
        handle.createQuery(DocumentSql.LOCK).bind("changes", parameter).mapTo(Integer.class).list();
    }

    private static Map<Integer, Long> allDone(Handle handle, String parameter, int count) {
        Map<Integer, Long> versions = done(handle, parameter);
        for (int i = 0; i < count; i++) {
            if (!versions.containsKey(i)) {
                throw new ConflictException(i);
            }
        }
        return versions;
    }

    /** Does what it can; the new versions by the number of the change. */
    private static Map<Integer, Long> done(Handle handle, String parameter) {
        Map<Integer, Long> versions = new TreeMap<>();
        handle.createQuery(DocumentSql.WRITE)
                .bind("changes", parameter)
                .map((row, _) -> versions.put(row.getInt("n"), row.getLong("version")))
                .list();
        return versions;
    }

    private String parameter(List<Change> changes) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        Set<Target> targets = new HashSet<>();
        for (Change change : changes) {
            Target target =
                    new Target(
                            change.type().name(),
                            PlainText.owner(change.owner()),
                            PlainText.key(change.key()));
            if (!targets.add(target)) {
                throw new IllegalArgumentException("two changes of one document: " + target);
            }
            ObjectNode row = all.addObject();
            row.put("n", targets.size() - 1)
                    .put("type", target.type())
                    .put("owner", target.owner())
                    .put("key", target.key());
            describe(change, row);
        }
        return DocumentMapping.text(all);
    }

    private void describe(Change change, ObjectNode row) {
        switch (change) {
            case Change.Write<?> write -> describe(write, row);
            case Change.Remove<?> remove -> {
                types.of(remove.type());
                row.put("condition", condition(IfVersion.is(remove.version())));
                row.set("indexed", JsonNodeFactory.instance.arrayNode());
            }
        }
    }

    private <D extends Record> void describe(Change.Write<D> write, ObjectNode row) {
        DocumentMapping<D> mapping = types.of(write.type());
        row.put("condition", condition(write.condition()));
        row.set("body", mapping.write(write.value()));
        row.set("indexed", mapping.indexed(write.value()));
    }

    private static long condition(IfVersion condition) {
        return switch (condition) {
            case IfVersion.Absent() -> 0;
            case IfVersion.Is(long version) -> version;
        };
    }
}
