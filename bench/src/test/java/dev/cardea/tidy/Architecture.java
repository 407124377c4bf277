package dev.cardea.tidy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Which package may know which, and what only one of them may do. Stateless. */
final class Architecture {
    private static final List<String> CORE =
            List.of(
                    "..dev.cardea.wire..",
                    "..dev.cardea.room..",
                    "..dev.cardea.session..",
                    "..dev.cardea.stream..",
                    "..dev.cardea.service..",
                    "..dev.cardea.store..");
    private static final String NET = "..dev.cardea.net..";
    private static final String CLIENT = "..dev.cardea.client..";
    private static final String TESTKIT = "..dev.cardea.testkit..";
    private static final String SERVER = "..dev.cardea.server..";
    private static final Set<String> CLOCKS =
            Set.of(
                    "java.lang.System.nanoTime",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.Thread.sleep",
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone");
    private static final Set<String> CHANCE =
            Set.of("java.lang.Math.random", "java.util.concurrent.ThreadLocalRandom.current");

    private Architecture() {}

    /**
     * {@code core <- net <- server} and {@code core <- net <- client <- testkit}: no other edge.
     */
    static List<ArchRule> moduleEdges() {
        return List.of(
                edges(CORE),
                edges(List.of(NET)),
                edges(List.of(SERVER), NET),
                edges(List.of(CLIENT), NET),
                edges(List.of(TESTKIT), NET, CLIENT));
    }

    /** Of Netty, core knows buffers; rooms and services do not even know those. */
    static List<ArchRule> nettyOfCore() {
        return List.of(
                noClasses()
                        .that()
                        .resideInAnyPackage(array(CORE))
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("io.netty..")
                                        .and(
                                                not(
                                                        resideInAnyPackage(
                                                                "io.netty.buffer..",
                                                                "io.netty.util..")))),
                noClasses()
                        .that()
                        .resideInAnyPackage("..dev.cardea.service..", "..dev.cardea.room")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.netty.."));
    }

    /** Channels are seen where bytes come in and go out. */
    static ArchRule nettyChannels() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        NET,
                        "..dev.cardea.server.gateway..",
                        "..dev.cardea.server.admin..",
                        CLIENT,
                        "..dev.cardea.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.netty.channel..", "io.netty.handler..", "io.netty.bootstrap..");
    }

    /** Gateway and node meet at the link alone. */
    static List<ArchRule> gatewayAndNode() {
        return List.of(
                noClasses()
                        .that()
                        .resideInAPackage("..dev.cardea.server.gateway..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("..dev.cardea.server.node.."),
                noClasses()
                        .that()
                        .resideInAPackage("..dev.cardea.server.node..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("..dev.cardea.server.gateway.."));
    }

    /** SQL is known to the store alone. */
    static ArchRule noDatabase() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("dev.cardea.server.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..");
    }

    static ArchRule noCycles() {
        return slices().matching("..dev.cardea.(**)").should().beFreeOfCycles();
    }

    /** Time is read by clocks and loops, and handed to everyone else. */
    static ArchRule clocks() {
        return noClasses()
                .that(not(ownsTime()))
                .should()
                .callCodeUnitWhere(isOneOf(CLOCKS, "reads the clock"));
    }

    /** Chance comes from a seed or a secure source that is handed in. */
    static ArchRule chance() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("..dev.cardea.bench..")
                .should()
                .callCodeUnitWhere(isOneOf(CHANCE, "draws chance of its own"))
                .orShould()
                .callConstructor(Random.class);
    }

    private static DescribedPredicate<JavaClass> ownsTime() {
        return simpleNameEndingWith("Clock")
                .or(assignableTo("dev.cardea.net.Loop"))
                .or(resideInAPackage("..dev.cardea.server")) // hands the clocks out
                .or(simpleName("ChatServer")) // likewise, for the example
                .or(resideInAPackage("..dev.cardea.bench.."))
                .as("clocks, loops, the wiring of the process and measurements");
    }

    private static DescribedPredicate<JavaCall<?>> isOneOf(Set<String> methods, String described) {
        return DescribedPredicate.describe(
                described,
                call ->
                        methods.contains(
                                call.getTargetOwner().getName()
                                        + "."
                                        + call.getTarget().getName()));
    }

    /** The module knows itself, core, and {@code below}. */
    private static ArchRule edges(List<String> module, String... below) {
        List<String> known = new ArrayList<>(module);
        known.addAll(CORE);
        known.addAll(List.of(below));
        return classes()
                .that()
                .resideInAnyPackage(array(module))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("..dev.cardea.."))
                                .or(resideInAnyPackage(array(known))));
    }

    private static String[] array(List<String> packages) {
        return packages.toArray(String[]::new);
    }
}
