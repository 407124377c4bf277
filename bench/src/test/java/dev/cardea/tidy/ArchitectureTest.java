package dev.cardea.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the packages, each on a planted breach first and then on everything. */
class ArchitectureTest {
    private static final JavaClasses TREE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.cardea");
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("planted");

    @Test
    void seesEveryModule() {
        assertThat(TREE.stream().map(type -> type.getPackageName()))
                .contains("dev.cardea.wire", "dev.cardea.net", "dev.cardea.client")
                .contains("dev.cardea.testkit", "dev.cardea.server", "dev.cardea.examples.chat");
    }

    @Test
    void modulesKnowOnlyWhatStandsBelowThem() {
        finds("KnowsTheNet", Architecture.moduleEdges());
        finds("KnowsTheClient", Architecture.moduleEdges());
        holds(Architecture.moduleEdges());
    }

    @Test
    void coreKnowsOfNettyTheBuffersAlone() {
        finds("KnowsChannels", Architecture.nettyOfCore());
        finds("KnowsBuffers", Architecture.nettyOfCore());
        holds(Architecture.nettyOfCore());
    }

    @Test
    void channelsAreSeenWhereBytesComeInAndGoOut() {
        finds("KnowsChannels", List.of(Architecture.nettyChannels()));
        holds(List.of(Architecture.nettyChannels()));
    }

    @Test
    void gatewayAndNodeMeetAtTheLinkAlone() {
        finds("KnowsTheNode", Architecture.gatewayAndNode());
        finds("KnowsTheGateway", Architecture.gatewayAndNode());
        holds(Architecture.gatewayAndNode());
    }

    @Test
    void onlyTheStoreKnowsADatabase() {
        finds("KnowsADatabase", List.of(Architecture.noDatabase()));
        holds(List.of(Architecture.noDatabase()));
    }

    @Test
    void packagesHaveNoCycles() {
        finds("KnowsTheGateway", List.of(Architecture.noCycles()));
        holds(List.of(Architecture.noCycles()));
    }

    @Test
    void onlyClocksAndLoopsReadTheTime() {
        finds("ReadsTheTime", List.of(Architecture.clocks()));
        holds(List.of(Architecture.clocks()));
    }

    @Test
    void nobodyDrawsChanceOfTheirOwn() {
        finds("DrawsChance", List.of(Architecture.chance()));
        holds(List.of(Architecture.chance()));
    }

    /** One of the rules must complain of the planted class of this name. */
    private static void finds(String planted, List<ArchRule> rules) {
        assertThat(rules.stream().flatMap(rule -> breaches(rule, PLANTED).stream()))
                .anyMatch(breach -> breach.contains(planted));
    }

    private static void holds(List<ArchRule> rules) {
        assertThat(rules.stream().flatMap(rule -> breaches(rule, TREE).stream())).isEmpty();
    }

    private static List<String> breaches(ArchRule rule, JavaClasses classes) {
        EvaluationResult result = rule.allowEmptyShould(true).evaluate(classes);
        return result.getFailureReport().getDetails();
    }
}
