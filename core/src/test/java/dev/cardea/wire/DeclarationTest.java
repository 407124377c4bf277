package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Goal: what is wrong in a declaration is found at start, all of it at once, with its place. */
class DeclarationTest {
    private static List<String> mistakes(ThrowingCallable declaration) {
        DeclarationException refusal =
                catchThrowableOfType(DeclarationException.class, declaration);
        assertThat(refusal.mistakes())
                .allSatisfy(mistake -> assertThat(mistake).startsWith("DeclarationTest."));
        return refusal.mistakes().stream()
                .map(mistake -> mistake.substring("DeclarationTest.".length()))
                .toList();
    }

    sealed interface Ids {
        record Without() implements Ids {}

        @Id(0)
        record Zero() implements Ids {}

        @Id(65_536)
        record TooLarge() implements Ids {}

        @Id(3)
        record Three() implements Ids {}

        @Id(3)
        record ThreeAgain() implements Ids {}

        final class NoRecord implements Ids {}

        non-sealed interface Open extends Ids {}

        sealed interface Group extends Ids {
            @Id(4)
            record Three() implements Group {}
        }
    }

    @Test
    void everyMistakeInIdsIsSaidAtOnce() {
        assertThat(mistakes(() -> Protocol.of(Ids.class)))
                .containsExactlyInAnyOrder(
                        "Ids.Without: has no @Id",
                        "Ids.Zero: @Id(0) is not between 1 and 65535",
                        "Ids.TooLarge: @Id(65536) is not between 1 and 65535",
                        "Ids.Three and DeclarationTest.Ids.ThreeAgain: both have the id 3",
                        "Ids.Three and DeclarationTest.Ids.Group.Three: both have the name Three",
                        "Ids.NoRecord: must be a record",
                        "Ids.Open: must be a sealed interface of records");
    }

    private interface NotSealed {}

    sealed interface Classes permits OnlyClass {}

    private static final class OnlyClass implements Classes {}

    @Test
    void aFamilyIsASealedInterfaceWithRecords() {
        assertThat(mistakes(() -> Protocol.of(NotSealed.class)))
                .containsExactly("NotSealed: has no messages");
        assertThat(mistakes(() -> Protocol.of(Classes.class)))
                .containsExactly("OnlyClass: must be a record");
        assertThat(mistakes(() -> Codecs.of(NotSealed.class)))
                .containsExactly("NotSealed: must be a record");
    }

    @SuppressWarnings("ArrayRecordComponent") // one of the mistakes
    private record Types(
            char letter,
            Object any,
            int[] array,
            Optional<Integer> optional,
            Map<String, Integer> map,
            Set<Integer> set,
            BigInteger huge,
            NotSealed open,
            List<Character> letters,
            List<?> wild) {}

    @Test
    void everyTypeWithoutAFormIsNamed() {
        List<String> mistakes = mistakes(() -> Codecs.of(Types.class));

        assertThat(mistakes)
                .extracting(mistake -> mistake.substring(0, mistake.indexOf(" has no form")))
                .containsExactly(
                        "Types.letter: char",
                        "Types.any: java.lang.Object",
                        "Types.array: int[]",
                        "Types.optional: java.util.Optional<java.lang.Integer>",
                        "Types.map: java.util.Map<java.lang.String, java.lang.Integer>",
                        "Types.set: java.util.Set<java.lang.Integer>",
                        "Types.huge: java.math.BigInteger",
                        "Types.open: dev.cardea.wire.DeclarationTest$NotSealed",
                        "Types.letters: java.lang.Character",
                        "Types.wild: ?");
    }

    @SuppressWarnings("NullablePrimitive") // one of the mistakes
    private record Holes(
            List<@Nullable Integer> holes,
            @Nullable int primitive,
            @SuppressWarnings("rawtypes") List raw) {}

    @Test
    void absenceIsForComponentsAlone() {
        assertThat(mistakes(() -> Codecs.of(Holes.class)))
                .startsWith(
                        "Holes.holes: elements of a list cannot be @Nullable",
                        "Holes.primitive: a primitive cannot be @Nullable")
                .last()
                .asString()
                .startsWith("Holes.raw: java.util.List has no form");
    }

    private record Generic<T>(T value) {}

    @Test
    void aTypeVariableHasNoForm() {
        assertThat(mistakes(() -> Codecs.of(Generic.class)))
                .singleElement()
                .asString()
                .startsWith("Generic.value: T has no form");
    }

    private record Annotations(
            @Max(5) int number,
            @Max(0) String none,
            @Max((1 << 20) + 1) List<Integer> endless,
            @Quantize(step = 1, min = 0, max = 1) int whole,
            @Quantize(step = 0, min = 0, max = 1) float noStep,
            @Quantize(step = 1, min = 1, max = 1) float noRange,
            @Quantize(step = 1e-9, min = 0, max = 10) double tooFine,
            @Quantize(step = 0.3, min = 0, max = 1) float notOnAStep,
            @BigInt int small,
            @BigInt String text,
            @AllowNonFinite int finite,
            @AllowNonFinite @Quantize(step = 1, min = 0, max = 1) float both) {}

    @Test
    void anAnnotationThatSaysNothingIsAMistake() {
        assertThat(mistakes(() -> Codecs.of(Annotations.class)))
                .containsExactlyInAnyOrder(
                        "Annotations.number: @Max says nothing about this type",
                        "Annotations.none: @Max(0) is not between 1 and 1048576",
                        "Annotations.endless: @Max(1048577) is not between 1 and 1048576",
                        "Annotations.whole: @Quantize says nothing about this type",
                        "Annotations.noStep: " + NEEDS,
                        "Annotations.noRange: " + NEEDS,
                        "Annotations.tooFine: " + NEEDS,
                        "Annotations.notOnAStep: @Quantize: max must lie a whole number of steps"
                                + " above min",
                        "Annotations.small: @BigInt says nothing about this type",
                        "Annotations.text: @BigInt says nothing about this type",
                        "Annotations.finite: @AllowNonFinite says nothing about this type",
                        "Annotations.both: @AllowNonFinite says nothing about this type");
    }

    private static final String NEEDS =
            "@Quantize needs step > 0, min < max, and at most 2147483647 steps";

    private enum Sort {
        A,
        B
    }

    private record Nested() {}

    private record Defaults(
            @Default("x") int number,
            @Default("40000") short small,
            @Default("9007199254740992") long unsafe,
            @Default("maybe") boolean bool,
            @Default("2") @Quantize(step = 1, min = 0, max = 1) float far,
            @Default("toolong") @Max(3) String text,
            @Default("1") List<Integer> list,
            @Default("ff") Bytes bytes,
            @Default("C") Sort sort,
            @Default Nested nested,
            @Default("1") int fine,
            int behind) {}

    @Test
    void aDefaultFitsItsComponentAndIsFollowedByDefaults() {
        assertThat(mistakes(() -> Codecs.of(Defaults.class)))
                .extracting(mistake -> mistake.substring(0, mistake.indexOf(':')))
                .containsExactly(
                        "Defaults.number",
                        "Defaults.small",
                        "Defaults.unsafe",
                        "Defaults.bool",
                        "Defaults.far",
                        "Defaults.text",
                        "Defaults.list",
                        "Defaults.bytes",
                        "Defaults.sort",
                        "Defaults.nested",
                        "Defaults.behind");
    }

    sealed interface Bodies {
        @Id(1)
        @Raw
        record Two(Bytes one, Bytes two) implements Bodies {}

        @Id(2)
        @Raw
        record Text(String text) implements Bodies {}
    }

    @Test
    void aRawMessageIsOneComponentOfBytes() {
        assertThat(mistakes(() -> Protocol.of(Bodies.class)))
                .containsExactly(
                        "Bodies.Two: @Raw is for a record with one component, of type Bytes",
                        "Bodies.Text: @Raw is for a record with one component, of type Bytes");
    }

    private record Deep(Wrong wrong, List<Inner> inner) {}

    private record Inner(Alternative alternative) {}

    sealed interface Alternative {
        @Id(1)
        record One(Wrong wrong) implements Alternative {}

        record Two() implements Alternative {}
    }

    private record Wrong(char letter) {}

    @Test
    void mistakesInNestedTypesAreFoundOnce() {
        assertThat(mistakes(() -> Codecs.of(Deep.class)))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("Alternative.Two: has no @Id"),
                        second -> assertThat(second).startsWith("Wrong.letter: char"));
    }

    private record Names(int _under, int dollar$) {}

    @Test
    void namesAreSuchThatEveryLanguageHasThem() {
        assertThat(mistakes(() -> Codecs.of(Names.class)))
                .containsExactly(
                        "Names._under: the name must consist of letters, digits and _",
                        "Names.dollar$: the name must consist of letters, digits and _");
    }
}
