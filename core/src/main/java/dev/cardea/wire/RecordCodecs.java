package dev.cardea.wire;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a hidden class for each record, once at start: methods that call the codecs of its
 * components one after the other.
 *
 * <p>Accessors, the constructor and the codecs are constants of that class, so the compiler sees
 * through them as if somebody had written the calls by hand; composed method handles in fields it
 * would not (docs/decisions/0003-record-codec.md has the figures). For {@code record Steer(float
 * dx, List<Hit> hits)} it is
 *
 * <pre>{@code
 * void encode(Object value, ByteBuf out, int depth) {
 *     CODEC_0.put(DX(value), out);
 *     CODEC_1.put(HITS(value), out, depth);
 * }
 *
 * Object decode(ByteBuf in, int depth) {
 *     return NEW(CODEC_0.take(in), CODEC_1.take(in, depth));
 * }
 *
 * Object merge(ByteBuf in, int depth, Object base, int mask) {
 *     return NEW(
 *             (mask & 1) != 0 ? CODEC_0.take(in) : DX(base),
 *             (mask & 2) != 0 ? CODEC_1.take(in, depth) : HITS(base));
 * }
 * }</pre>
 *
 * where decode takes a component with a default only if something is left.
 */
final class RecordCodecs {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final DirectMethodHandleDesc CLASS_DATA_AT =
            ConstantDescs.ofConstantBootstrap(
                    ConstantDescs.CD_MethodHandles,
                    "classDataAt",
                    ConstantDescs.CD_Object,
                    ConstantDescs.CD_int);
    private static final ClassDesc BUFFER = desc(ByteBuf.class);
    private static final MethodTypeDesc ENCODE =
            MethodTypeDesc.of(
                    ConstantDescs.CD_void, ConstantDescs.CD_Object, BUFFER, ConstantDescs.CD_int);
    private static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();
    private static final MethodTypeDesc ENCODE_MARKED =
            MethodTypeDesc.of(
                    ConstantDescs.CD_void,
                    ConstantDescs.CD_Object,
                    BUFFER,
                    ConstantDescs.CD_int,
                    INTS);
    private static final MethodTypeDesc DECODE =
            MethodTypeDesc.of(ConstantDescs.CD_Object, BUFFER, ConstantDescs.CD_int);

    private static final MethodTypeDesc MERGE =
            MethodTypeDesc.of(
                    ConstantDescs.CD_Object,
                    BUFFER,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_Object,
                    ConstantDescs.CD_int);

    private final List<Part> parts;
    private final List<Object> constants = new ArrayList<>();

    private RecordCodecs(List<Part> parts) {
        this.parts = parts;
    }

    /** A codec for {@code record}, whose components are {@code parts}. */
    static RecordCodec make(Class<?> record, List<Part> parts) {
        try {
            return new RecordCodecs(parts).make(record);
        } catch (ReflectiveOperationException refused) {
            throw new IllegalStateException("no access to " + record.getName(), refused);
        }
    }

    private RecordCodec make(Class<?> record) throws ReflectiveOperationException {
        ClassDesc name = ClassDesc.of(RecordCodec.class.getName() + "_" + record.getSimpleName());
        MethodHandle constructor = constructor(record);
        List<MethodHandle> accessors = new ArrayList<>();
        for (Part part : parts) {
            accessors.add(accessor(part.java()));
        }
        byte[] bytes =
                ClassFile.of()
                        .build(
                                name,
                                made ->
                                        made.withFlags(AccessFlag.FINAL, AccessFlag.SYNTHETIC)
                                                .withSuperclass(desc(RecordCodec.class))
                                                .withMethodBody(
                                                        ConstantDescs.INIT_NAME,
                                                        ConstantDescs.MTD_void,
                                                        0,
                                                        RecordCodecs::init)
                                                .withMethodBody(
                                                        "encode",
                                                        ENCODE,
                                                        0,
                                                        code -> encode(code, accessors, false))
                                                .withMethodBody(
                                                        "encodeMarked",
                                                        ENCODE_MARKED,
                                                        0,
                                                        code -> encode(code, accessors, true))
                                                .withMethodBody(
                                                        "decode",
                                                        DECODE,
                                                        0,
                                                        code -> decode(code, constructor))
                                                .withMethodBody(
                                                        "merge",
                                                        MERGE,
                                                        0,
                                                        code ->
                                                                merge(
                                                                        code,
                                                                        constructor,
                                                                        accessors)));
        MethodHandles.Lookup made =
                LOOKUP.defineHiddenClassWithClassData(bytes, List.copyOf(constants), true);
        return (RecordCodec) made.lookupClass().getDeclaredConstructor().newInstance();
    }

    private static void init(CodeBuilder code) {
        code.aload(0)
                .invokespecial(
                        desc(RecordCodec.class), ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .return_();
    }

    private void encode(CodeBuilder code, List<MethodHandle> accessors, boolean marked) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            ClassDesc type = carrier(part);
            code.loadConstant(constant(part.codec(), part.codec().getClass()));
            code.loadConstant(constant(accessors.get(i), MethodHandle.class));
            code.aload(1);
            invokeExact(code, MethodTypeDesc.of(type, ConstantDescs.CD_Object));
            code.aload(2);
            if (type.isPrimitive()) {
                put(code, part, MethodTypeDesc.of(ConstantDescs.CD_void, type, BUFFER));
            } else {
                code.iload(3);
                put(code, part, ENCODE);
            }
            if (marked) {
                mark(code, i);
            }
        }
        code.return_();
    }

    /** {@code ends[i] = out.writerIndex()}. */
    private static void mark(CodeBuilder code, int i) {
        code.aload(4).loadConstant(i).aload(2);
        code.invokevirtual(BUFFER, "writerIndex", MethodTypeDesc.of(ConstantDescs.CD_int));
        code.iastore();
    }

    private static void put(CodeBuilder code, Part part, MethodTypeDesc type) {
        code.invokevirtual(desc(part.codec().getClass()), "put", type);
    }

    private void decode(CodeBuilder code, MethodHandle constructor) {
        code.loadConstant(constant(constructor, MethodHandle.class));
        for (Part part : parts) {
            if (part.optionalTail()) {
                code.aload(1);
                code.invokevirtual(
                        BUFFER, "isReadable", MethodTypeDesc.of(ConstantDescs.CD_boolean));
                code.ifThenElse(left -> take(left, part), ended -> fallback(ended, part));
            } else {
                take(code, part);
            }
        }
        construct(code);
    }

    private void merge(CodeBuilder code, MethodHandle constructor, List<MethodHandle> accessors) {
        code.loadConstant(constant(constructor, MethodHandle.class));
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            MethodHandle accessor = accessors.get(i);
            code.iload(4).loadConstant(1 << i).iand();
            code.ifThenElse(
                    told -> take(told, part),
                    kept -> {
                        kept.loadConstant(constant(accessor, MethodHandle.class)).aload(3);
                        invokeExact(
                                kept, MethodTypeDesc.of(carrier(part), ConstantDescs.CD_Object));
                    });
        }
        construct(code);
    }

    private void construct(CodeBuilder code) {
        invokeExact(
                code,
                MethodTypeDesc.of(
                        ConstantDescs.CD_Object,
                        parts.stream().map(RecordCodecs::carrier).toList()));
        code.areturn();
    }

    private void take(CodeBuilder code, Part part) {
        ClassDesc type = carrier(part);
        code.loadConstant(constant(part.codec(), part.codec().getClass()));
        code.aload(1);
        if (type.isPrimitive()) {
            code.invokevirtual(
                    desc(part.codec().getClass()), "take", MethodTypeDesc.of(type, BUFFER));
        } else {
            code.iload(2);
            code.invokevirtual(desc(part.codec().getClass()), "take", DECODE);
        }
    }

    private void fallback(CodeBuilder code, Part part) {
        Object value = part.fallback();
        if (value == null) {
            code.aconst_null();
        } else if (part.java().getType().isPrimitive()) {
            code.loadConstant(primitive(value));
        } else {
            code.loadConstant(constant(value, Object.class));
        }
    }

    private static ConstantDesc primitive(Object value) {
        return switch (value) {
            case Boolean bool -> bool ? 1 : 0;
            case Byte octet -> octet.intValue();
            case Short number -> number.intValue();
            default -> (ConstantDesc) value;
        };
    }

    private static void invokeExact(CodeBuilder code, MethodTypeDesc type) {
        code.invokevirtual(ConstantDescs.CD_MethodHandle, "invokeExact", type);
    }

    /** What a component is in the made class, which knows no type of the game. */
    private static ClassDesc carrier(Part part) {
        Class<?> type = part.java().getType();
        return type.isPrimitive() ? desc(type) : ConstantDescs.CD_Object;
    }

    private DynamicConstantDesc<?> constant(Object value, Class<?> type) {
        constants.add(value);
        return DynamicConstantDesc.ofNamed(
                CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, desc(type), constants.size() - 1);
    }

    private static ClassDesc desc(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }

    /** Reads that component of an Object, as a primitive or an Object. */
    static MethodHandle accessor(RecordComponent component) throws IllegalAccessException {
        var method = component.getAccessor();
        method.setAccessible(true);
        MethodHandle accessor = LOOKUP.unreflect(method);
        Class<?> type = component.getType().isPrimitive() ? component.getType() : Object.class;
        return accessor.asType(MethodType.methodType(type, Object.class));
    }

    /** Takes primitives and Objects, and returns an Object. */
    static MethodHandle constructor(Class<?> record) throws ReflectiveOperationException {
        Class<?>[] types = new Class<?>[record.getRecordComponents().length];
        for (int i = 0; i < types.length; i++) {
            types[i] = record.getRecordComponents()[i].getType();
        }
        Constructor<?> canonical = record.getDeclaredConstructor(types);
        canonical.setAccessible(true);
        MethodHandle refusal =
                LOOKUP.findStatic(
                        RecordCodecs.class,
                        "refused",
                        MethodType.methodType(Object.class, RuntimeException.class));
        MethodHandle erased = LOOKUP.unreflectConstructor(canonical);
        erased = erased.asType(erased.type().erase().changeReturnType(Object.class));
        return MethodHandles.catchException(erased, RuntimeException.class, refusal);
    }

    /** A constructor that throws refuses what a peer sent; that is no failure of ours. */
    @SuppressWarnings("unused") // called by made classes
    private static Object refused(RuntimeException why) {
        throw MalformedException.of(Kind.REFUSED);
    }
}
