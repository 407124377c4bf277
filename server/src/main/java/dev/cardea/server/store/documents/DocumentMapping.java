package dev.cardea.server.store.documents;

import dev.cardea.store.DocumentType;
import dev.cardea.store.Owner;
import dev.cardea.store.UnreadableDocumentException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** From documents of one type to JSON, and back. Immutable. */
final class DocumentMapping<D extends Record> {
    /**
     * Numbers are decimal digits, so that none is rounded twice or takes less room than it will.
     */
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final DocumentType<D> type;
    private final RecordForm form;

    /**
     * The mapping of a type.
     *
     * @throws IllegalArgumentException if its record holds what documents cannot
     */
    DocumentMapping(DocumentType<D> type) {
        this.type = type;
        try {
            this.form = new Forms().record(type.record());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "document type " + type.name() + ": " + e.getMessage(), e);
        }
    }

    DocumentType<D> type() {
        return type;
    }

    /**
     * {@code value} as JSON.
     *
     * @throws IllegalArgumentException if it cannot be JSON, or takes too many bytes
     */
    String text(D value) {
        try {
            String json = MAPPER.writeValueAsString(form.write(value, 0));
            int bytes = json.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > DocumentType.BYTES_MAX) {
                throw new UnfitException(
                        bytes + " bytes of JSON, at most " + DocumentType.BYTES_MAX);
            }
            return json;
        } catch (UnfitException e) {
            throw unfit(e);
        }
    }

    /**
     * What the indexes say of {@code value}: JSON, a list of name and number or text.
     *
     * @throws IllegalArgumentException if an index cannot hold it
     */
    String indexed(D value) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (DocumentType.Index<D> index : type.indexes()) {
            switch (index) {
                case DocumentType.NumberIndex<D>(var name, var number) ->
                        all.addObject()
                                .put("name", name)
                                .put("number_value", number.applyAsLong(value));
                case DocumentType.TextIndex<D>(var name, var text) ->
                        add(all, name, text.apply(value));
            }
        }
        return MAPPER.writeValueAsString(all);
    }

    private void add(ArrayNode all, String name, @Nullable String text) {
        if (text != null) {
            try {
                all.addObject().put("name", name).put("text_value", PlainText.indexed(text));
            } catch (UnfitException e) {
                throw unfit(e.in("index " + name));
            }
        }
    }

    private IllegalArgumentException unfit(UnfitException e) {
        return new IllegalArgumentException("document of type " + type.name() + ": " + e.what());
    }

    /**
     * The document that a client says.
     *
     * @throws UnfitException if it is none of this type
     */
    D parse(String json) {
        try {
            return type.record().cast(form.read(MAPPER.readTree(json), 0));
        } catch (JacksonException e) {
            throw new UnfitException("not JSON that can be read");
        }
    }

    /**
     * The document that is stored.
     *
     * @throws UnreadableDocumentException if it does not fit the record
     */
    D stored(Owner owner, String key, String json) {
        try {
            return parse(json);
        } catch (UnfitException e) {
            throw new UnreadableDocumentException(type.name(), owner, key, e.what());
        }
    }
}
