package dev.cardea.server.store.documents;

import dev.cardea.service.Caller;
import dev.cardea.service.Handler;
import dev.cardea.service.Refusal;
import dev.cardea.service.Routes;
import dev.cardea.service.Service;
import dev.cardea.store.Cursor;
import dev.cardea.store.Document;
import dev.cardea.store.DocumentRequests;
import dev.cardea.store.DocumentRequests.Entry;
import dev.cardea.store.DocumentRequests.Found;
import dev.cardea.store.DocumentRequests.Listed;
import dev.cardea.store.DocumentRequests.Listing;
import dev.cardea.store.DocumentRequests.Read;
import dev.cardea.store.DocumentRequests.Remove;
import dev.cardea.store.DocumentRequests.Version;
import dev.cardea.store.DocumentRequests.Write;
import dev.cardea.store.DocumentType;
import dev.cardea.store.DocumentType.Writers;
import dev.cardea.store.IfVersion;
import dev.cardea.store.MalformedCursorException;
import dev.cardea.store.Owner;
import dev.cardea.store.Page;
import dev.cardea.store.Query;
import dev.cardea.store.StoreUnavailableException;
import dev.cardea.store.WriteResult;
import dev.cardea.wire.ReplyStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes by which clients read and write documents, as far as the types let them:
 * docs/PROTOCOL.md, "Documents". Safe from any thread that may block.
 */
public final class DocumentRoutes {
    /** When it is worth asking a database again that is away. */
    private static final int RETRY_AFTER_MILLIS = 1000;

    /** Requests under way: each may hold a page of documents. */
    private static final int CONCURRENCY_MAX = 64;

    private final PostgresDocuments documents;

    private DocumentRoutes(PostgresDocuments documents) {
        this.documents = documents;
    }

    /** The service of these routes, which are Cardea's own. */
    public static Service service(PostgresDocuments documents) {
        return Service.define("documents", new DocumentRoutes(documents)::define)
                .concurrency(CONCURRENCY_MAX);
    }

    private void define(Routes routes) {
        routes.on(DocumentRequests.READ, Read.class, Found.class, answered(this::read))
                .idempotent();
        routes.on(DocumentRequests.WRITE, Write.class, Version.class, answered(this::write));
        routes.on(DocumentRequests.REMOVE, Remove.class, Version.class, answered(this::remove));
        routes.on(DocumentRequests.LIST, Listing.class, Listed.class, answered(this::list))
                .idempotent();
    }

    private interface Answering<Q, A> {
        A answer(Caller caller, Q ask);
    }

    private static <Q, A> Handler<Q, A> answered(Answering<Q, A> answering) {
        return (caller, ask) -> {
            try {
                return answering.answer(caller, ask);
            } catch (StoreUnavailableException e) {
                throw new Refusal(ReplyStatus.UNAVAILABLE, "the store is away", RETRY_AFTER_MILLIS);
            }
        };
    }

    private Found read(Caller caller, Read ask) {
        DocumentMapping<?> mapping = mapping(ask.type());
        Owner owner = readable(mapping.type(), caller, ask.owner());
        return read(mapping, owner, key(ask.key()));
    }

    private <D extends Record> Found read(DocumentMapping<D> mapping, Owner owner, String key) {
        return documents
                .read(mapping.type(), owner, key)
                .map(there -> new Found(there.version(), bounded(mapping.text(there.value()))))
                .orElse(new Found(0, ""));
    }

    /** With its defaults filled in, or written by the game, a document may be too large. */
    private static String bounded(String json) {
        if (bytes(json) > DocumentRequests.JSON_BYTES_MAX) {
            throw new Refusal(ReplyStatus.FORBIDDEN, "too large for a client");
        }
        return json;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private Version write(Caller caller, Write ask) {
        DocumentMapping<?> mapping = mapping(ask.type());
        Owner owner = writable(mapping.type(), caller);
        key(ask.key());
        return write(mapping, owner, ask);
    }

    /** Writers at the same time may get some keys above the bound: it is there against floods. */
    private void checkKeys(DocumentType<?> type, Owner owner) {
        int max = DocumentRequests.KEYS_MAX;
        if (documents.keys(type, owner, max) >= max) {
            throw new Refusal(ReplyStatus.FORBIDDEN, "at most " + max + " keys");
        }
    }

    private <D extends Record> Version write(DocumentMapping<D> mapping, Owner owner, Write ask) {
        IfVersion condition = ask.ifVersion() == 0 ? IfVersion.absent() : is(ask.ifVersion());
        D value = parsed(mapping, ask.json());
        if (ask.ifVersion() == 0) {
            checkKeys(mapping.type(), owner);
        }
        return version(documents.write(mapping.type(), owner, ask.key(), value, condition));
    }

    /** What a client says must be storable too, which what it wrote may not be: a NUL, say. */
    private static <D extends Record> D parsed(DocumentMapping<D> mapping, String json) {
        try {
            D value = mapping.parse(json);
            bounded(mapping.text(value));
            mapping.indexed(value);
            return value;
        } catch (UnfitException e) {
            throw new Refusal(ReplyStatus.BAD_REQUEST, e.what());
        } catch (IllegalArgumentException e) {
            throw new Refusal(ReplyStatus.BAD_REQUEST, "a value that cannot be stored");
        }
    }

    private Version remove(Caller caller, Remove ask) {
        DocumentType<?> type = mapping(ask.type()).type();
        Owner owner = writable(type, caller);
        is(ask.ifVersion());
        return version(documents.remove(type, owner, key(ask.key()), ask.ifVersion()));
    }

    private static IfVersion is(long version) {
        if (version < 1) {
            throw new Refusal(ReplyStatus.BAD_REQUEST, "versions begin at 1");
        }
        return IfVersion.is(version);
    }

    private static <D extends Record> Version version(WriteResult<D> result) {
        return switch (result) {
            case WriteResult.Written<D>(long version) -> new Version(version);
            case WriteResult.Conflict<D>(var current) ->
                    throw new Refusal(
                            ReplyStatus.CONFLICT,
                            Long.toString(current == null ? 0 : current.version()));
        };
    }

    private Listed list(Caller caller, Listing ask) {
        DocumentMapping<?> mapping = mapping(ask.type());
        Owner owner = readable(mapping.type(), caller, ask.owner());
        if (ask.limit() < 1 || ask.limit() > Query.LIMIT_MAX) {
            throw new Refusal(ReplyStatus.BAD_REQUEST, "limit: 1 to " + Query.LIMIT_MAX);
        }
        return list(mapping, owner, ask);
    }

    /** Ends a page where the next document would make the answer longer than a client may read. */
    private <D extends Record> Listed list(DocumentMapping<D> mapping, Owner owner, Listing ask) {
        Page<D> page = page(mapping.type(), owner, ask);
        List<Entry> entries = new ArrayList<>();
        int bytes = 0;
        for (Document<D> one : page.documents()) {
            String json = bounded(mapping.text(one.value()));
            bytes += bytes(json);
            if (bytes > DocumentRequests.JSON_BYTES_MAX && !entries.isEmpty()) {
                return new Listed(entries, behind(mapping.type(), owner, entries.getLast()));
            }
            entries.add(new Entry(one.key(), one.version(), json));
        }
        Cursor next = page.next();
        return new Listed(entries, next == null ? "" : next.text());
    }

    private <D extends Record> Page<D> page(DocumentType<D> type, Owner owner, Listing ask) {
        try {
            return documents.list(type, owner, ask.limit(), new Cursor(ask.after()));
        } catch (MalformedCursorException e) {
            throw new Refusal(ReplyStatus.BAD_REQUEST, "no cursor of this list");
        }
    }

    private static String behind(DocumentType<?> type, Owner owner, Entry last) {
        String stored = PlainText.owner(owner);
        return Cursors.cursor(
                        Cursors.ofList(type, stored), new Cursors.Place("", stored, last.key()))
                .text();
    }

    private DocumentMapping<?> mapping(String type) {
        DocumentMapping<?> mapping = documents.types().find(type);
        if (mapping == null) {
            throw new Refusal(ReplyStatus.BAD_REQUEST, "no such document type");
        }
        return mapping;
    }

    private static String key(String key) {
        if (!PlainText.isKey(key)) {
            throw new Refusal(ReplyStatus.BAD_REQUEST, "a key has 1 to 64 plain characters");
        }
        return key;
    }

    /** The owner that is asked for, if the caller may read what it has. */
    private static Owner readable(DocumentType<?> type, Caller caller, String owner) {
        if (!owner.isEmpty() && !PlainText.isKey(owner)) {
            throw new Refusal(ReplyStatus.BAD_REQUEST, "no such owner");
        }
        boolean mayRead =
                switch (type.readers()) {
                    case SERVER -> false;
                    case OWNER -> owner.equals(caller.account());
                    case PUBLIC -> true;
                };
        if (!mayRead) {
            throw new Refusal(ReplyStatus.FORBIDDEN, "not readable");
        }
        return PlainText.owner(owner);
    }

    /** The caller as an owner, if it may write. */
    private static Owner writable(DocumentType<?> type, Caller caller) {
        if (type.writers() != Writers.OWNER) {
            throw new Refusal(ReplyStatus.FORBIDDEN, "not writable");
        }
        return Owner.player(caller.account());
    }
}
