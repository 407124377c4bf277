package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.config.SchemaKeys;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EveryKeyHasAnEffectTest {
    private static final List<Class<?>> TESTS =
            List.of(
                    ListenerEffectsIT.class,
                    SecurityEffectsIT.class,
                    LoggingEffectsIT.class,
                    AdmissionEffectsIT.class,
                    TrafficEffectsIT.class,
                    OutboundEffectsIT.class,
                    StreamEffectsIT.class,
                    RoomEffectsIT.class,
                    RecordingEffectsIT.class,
                    DatabaseEffectsIT.class);

    /** A new key without a test that observes its effect fails here. */
    @Test
    void everyKeyOfTheSchemaIsChangedByATestThatSeesItsEffect() {
        Set<String> covered = new TreeSet<>();
        TESTS.stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> method.isAnnotationPresent(Effect.class))
                .forEach(
                        method ->
                                covered.addAll(
                                        List.of(method.getAnnotation(Effect.class).value())));
        assertThat(covered).isEqualTo(SchemaKeys.defaults().keySet());
    }
}
