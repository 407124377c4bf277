package dev.cardea.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A family of messages: each is the varint of its id and its body. Immutable, safe from any thread.
 *
 * <pre>{@code
 * sealed interface Input {
 *     @Id(1) record Steer(@Quantize(step = 0.01, min = -1, max = 1) float dx) implements Input {}
 *     @Id(2) record Say(@Max(280) String text) implements Input {}
 * }
 * Protocol<Input> inputs = Protocol.of(Input.class);
 * }</pre>
 *
 * <p>Everything about the declaration is checked when the protocol is made, and all that is wrong
 * is said at once. The rules of the form are in docs/PROTOCOL.md, "Values and schemas".
 *
 * @param <T> the family
 */
public final class Protocol<T> implements Codec<T> {
    /** The largest id of a message. */
    public static final int ID_MAX = 65_535;

    /** What {@link #schemaJson} calls the family of this protocol. */
    static final String FAMILY = "messages";

    private final Class<T> family;
    private final List<Message> messages;
    private final Declarations declarations;
    private final Alternatives alternatives;

    private Protocol(
            Class<T> family,
            List<Message> messages,
            Declarations declarations,
            CodecAssembler assembler) {
        this.family = family;
        this.messages = List.copyOf(messages);
        this.declarations = declarations;
        this.alternatives = new Alternatives(messages, assembler::codecOf);
    }

    /**
     * The protocol of a sealed interface of records, each with its {@link Id}; sealed interfaces
     * inside of it only group them.
     *
     * @throws DeclarationException with all that is wrong in the declaration
     */
    public static <T> Protocol<T> of(Class<T> family) {
        return family(family).build();
    }

    /** The protocol of {@code family} without any message: everything is malformed. */
    public static <T> Protocol<T> empty(Class<T> family) {
        List<Message> none = List.of();
        Declarations declarations = Declarations.read(Map.of(FAMILY, none));
        return new Protocol<>(family, none, declarations, CodecAssembler.exact(declarations));
    }

    /**
     * A protocol with more to say about it than its declaration does.
     *
     * @param family a sealed interface of records, or any type whose messages are named by {@link
     *     Builder#message}
     */
    public static <T> Builder<T> family(Class<T> family) {
        return new Builder<>(family);
    }

    /** What a protocol is to be. Confined to the method that makes it. */
    public static final class Builder<T> {
        private final Class<T> family;
        private final List<String> mistakes = new ArrayList<>();
        private final List<Message> messages;
        private ClampListener listener = ClampListener.NONE;
        private boolean exact;

        private Builder(Class<T> family) {
            this.family = family;
            this.messages =
                    family.isSealed()
                            ? new ArrayList<>(FamilyReader.read(family, mistakes))
                            : new ArrayList<>();
        }

        /** The body of {@code type}, one of the family's records, is written by {@code codec}. */
        public <M extends T> Builder<T> body(Class<M> type, BodyCodec<M> codec) {
            messages.replaceAll(
                    message ->
                            message.type() == type
                                    ? new Message(message.id(), message.name(), type, codec)
                                    : message);
            if (messages.stream().noneMatch(message -> message.codec() == codec)) {
                mistakes.add(
                        "%s: is not in the family %s"
                                .formatted(TypeNames.qualified(type), TypeNames.qualified(family)));
            }
            return this;
        }

        /**
         * Adds a message that carries no {@link Id} of its own, such as a class that protoc made.
         */
        public <M extends T> Builder<T> message(int id, Class<M> type, BodyCodec<M> codec) {
            messages.add(new Message(id, type.getSimpleName(), type, codec));
            return this;
        }

        /** {@code listener} is told of values that had to be clamped. */
        public Builder<T> onClamp(ClampListener listener) {
            this.listener = listener;
            return this;
        }

        /** Nothing is lost: see {@link Codecs#exact}. */
        public Builder<T> exact() {
            this.exact = true;
            return this;
        }

        /**
         * The protocol.
         *
         * @throws DeclarationException with all that is wrong in the declaration
         */
        public Protocol<T> build() {
            if (messages.isEmpty() && mistakes.isEmpty()) {
                mistakes.add(TypeNames.qualified(family) + ": has no messages");
            }
            messages.sort(Comparator.comparingInt(Message::id));
            FamilyReader.check(messages, mistakes);
            Declarations declarations = Declarations.read(Map.of(FAMILY, messages), mistakes);
            CodecAssembler assembler =
                    exact
                            ? CodecAssembler.exact(declarations)
                            : new CodecAssembler(declarations, listener);
            return new Protocol<>(family, messages, declarations, assembler);
        }
    }

    @Override
    public void encode(T message, ByteBuf out) {
        Alternatives.Alternative alternative = alternatives.of(message.getClass());
        Codecs.encode(alternative.message().id(), alternative.codec(), message, out);
    }

    @Override
    public T decode(ByteBuf in) {
        int end = in.writerIndex();
        try {
            return family.cast(alternatives.at(Varint.readInt(in)).codec().decode(in, 1));
        } finally {
            in.setIndex(end, end);
        }
    }

    /** The id of a message. */
    public int idOf(T message) {
        return alternatives.of(message.getClass()).message().id();
    }

    /** The id of the messages of a class. */
    public int idOf(Class<? extends T> type) {
        return alternatives.of(type).message().id();
    }

    /** The name of a message, for logs and figures: that of its class. */
    public String nameOf(T message) {
        return alternatives.of(message.getClass()).message().name();
    }

    /** What foreign clients need to know of this family, there called "messages". */
    @Override
    public Schema schema() {
        return declarations.schema();
    }

    /** {@link Schema#hash} of {@link #schema}. */
    public long schemaHash() {
        return schema().hash();
    }

    /** {@link Schema#json} of {@link #schema}. */
    public String schemaJson() {
        return schema().json();
    }

    /** The message as JSON, for people and tests: slow, and never on the wire. */
    public String toJson(T message) {
        Message declared = alternatives.of(message.getClass()).message();
        return Json.print(new DebugJson(declarations).message(declared, message));
    }

    List<Message> messages() {
        return messages;
    }
}
