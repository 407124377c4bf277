package dev.cardea.examples.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.client.CardeaClient;
import dev.cardea.client.Credential;
import dev.cardea.client.RoomClient;
import dev.cardea.client.RoomListener;
import dev.cardea.client.RoomProtocol;
import dev.cardea.client.Session;
import dev.cardea.room.RoomType;
import dev.cardea.room.TableType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: who follows docs/TUTORIAL.md has a game at its end; method: follows it, but for Maven and
 * the browser, which is tutorial.test.js's.
 */
@Timeout(120)
class TutorialIT {
    private static final String GAME = "mygame";

    @TempDir private static Path folder;

    private static Tutorial tutorial;
    private static GameFolder game;

    @BeforeAll
    static void follow() throws Exception {
        tutorial = Tutorial.read(GameFolder.root().resolve("docs/TUTORIAL.md"));
        game = GameFolder.of(folder.resolve(GAME), tutorial);
    }

    @AfterAll
    static void close() throws Exception {
        game.close();
    }

    @Test
    void hasNoCommandThatIsNotThere() throws Exception {
        assertThat(tutorial.commands())
                .containsExactly("./cardea new ../mygame", "cd ../mygame", "./run", "./run test");
        String help = GameFolder.cardea("help");
        assertThat(tutorial.wordsAfter("./cardea"))
                .isNotEmpty()
                .allSatisfy(word -> assertThat(help).containsPattern("(?m)^  " + word + "\\b"));
        assertThat(tutorial.wordsAfter("./run")).containsExactlyInAnyOrder("test", "help");
        assertThat(help).contains("docs/TUTORIAL.md");
        ServerChild.outputOf(List.of("sh", "-n", game.path("run").toString()));
        assertThat(game.path("run")).isExecutable().content().contains("find_jdk()");
    }

    @Test
    void itsReaderWritesFiveFilesAndOverwritesNone() throws Exception {
        assertThat(tutorial.text()).contains("You write that in five files");
        assertThat(tutorial.files()).hasSize(5);
        Path untouched = folder.resolve("untouched/" + GAME);
        GameFolder.cardea("new", "--files-only", untouched.toString());
        assertThat(tutorial.files().keySet())
                .noneMatch(path -> Files.exists(untouched.resolve(path)));
        assertThatThrownBy(() -> GameFolder.cardea("new", "--files-only", untouched.toString()))
                .hasMessageContaining("is there already, and not empty");
    }

    @Test
    void theGamesPomAsksForWhatThisBuildMakesWithThePluginsOfThisBuild() throws Exception {
        String ours = Files.readString(GameFolder.root().resolve("pom.xml"));
        String pom = game.read("pom.xml");
        String version = first("<version>(.*?)</version>", ours);
        assertThat(pom).contains("<cardea.version>" + version + "</cardea.version>");
        List<MatchResult> modules =
                Pattern.compile("<artifactId>cardea-(\\w+)<").matcher(pom).results().toList();
        assertThat(modules)
                .hasSize(2)
                .allSatisfy(module -> assertThat(ours).contains("<module>" + module.group(1)));
        Pattern plugin =
                Pattern.compile("<artifactId>(maven-[\\w-]+)</artifactId>\\s*<version>[\\d.]+<");
        assertThat(plugin.matcher(pom).results().map(MatchResult::group).toList())
                .isNotEmpty()
                .allSatisfy(
                        each ->
                                assertThat(ours.replaceAll("\\s+", ""))
                                        .contains(each.replaceAll("\\s+", "")));
    }

    @Test
    void itsTestsPass() throws Exception {
        assertThat(game.runTests("mygame.GemsTest")).hasSize(3);
        assertThat(tutorial.text()).contains("Tests run: 3,");
    }

    @Test
    void itsPagesAreServedAndItsRoomIsPlayed() throws Exception {
        try (ServerChild server = game.start()) {
            String pages = server.await("http://127.0.0.1:[0-9]+/").group();
            String tcp = server.await("tcp://127.0.0.1:[0-9]+").group();
            server.await("Ctrl-C");
            assertThatPagesAreServed(pages);
            play(tcp);
        }
    }

    private static void assertThatPagesAreServed(String address) throws Exception {
        Map<String, String> types =
                Map.of(
                        "index.html", "text/html; charset=utf-8",
                        "game.js", "text/javascript; charset=utf-8",
                        "cardea.js", "text/javascript; charset=utf-8",
                        "play.js", "text/javascript; charset=utf-8",
                        "icon.svg", "image/svg+xml");
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (Map.Entry<String, String> page : types.entrySet()) {
                HttpResponse<String> answer = get(http, address + page.getKey());
                assertThat(answer.statusCode()).as(page.getKey()).isEqualTo(200);
                assertThat(answer.headers().firstValue("content-type")).contains(page.getValue());
                assertThat(answer.body())
                        .isEqualTo(game.read("src/main/resources/page/" + page.getKey()));
            }
            assertThat(get(http, address).body())
                    .isEqualTo(get(http, address + "index.html").body());
            assertThat(get(http, address + "Main.class").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(HttpClient http, String address) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }

    private static void play(String endpoint) throws Exception {
        CardeaClient client = CardeaClient.builder().endpoint(endpoint).build();
        try (Session ann = client.connect(Credential.development("ann"));
                Session ben = client.connect(Credential.development("ben"))) {
            Eyes annsEyes = new Eyes();
            Eyes bensEyes = new Eyes();
            RoomClient<Object, Object> room = ann.join(protocol(), "meadow", annsEyes).join();
            ben.join(protocol(), "meadow", bensEyes).join();
            String you = annsEyes.output();
            long key = Long.parseLong(first("You\\[key=(\\d+)]", you));
            room.send(game.pair("mygame.Gems$Input$Walk", 1000, 0));
            bensEyes.awaitRow(key, row -> row.contains("name=ann") && row.contains("x=800"));
            room.send(game.pair("mygame.Gems$Input$Walk", -1, 0));
            bensEyes.awaitRow(key, row -> row.contains("x=0"));
        }
    }

    /** What one player is told. On its session's loop, but for the queues. */
    private static final class Eyes implements RoomListener<Object> {
        private final BlockingQueue<String> outputs = new LinkedBlockingQueue<>();
        private final BlockingQueue<Map.Entry<Long, String>> rows = new LinkedBlockingQueue<>();
        private final TableType<?> players;
        private @Nullable RoomClient<?, Object> room;

        Eyes() throws ReflectiveOperationException {
            players = (TableType<?>) game.constant("mygame.Gems", "PLAYERS");
        }

        @Override
        public void onJoined(RoomClient<?, Object> joined) {
            room = joined;
        }

        @Override
        public void onOutput(Object output) {
            outputs.add(output.toString());
        }

        @Override
        public void onPatch(long tick) {
            if (room != null) {
                room.table(players).forEach((key, row) -> rows.add(Map.entry(key, "" + row)));
            }
        }

        String output() throws InterruptedException {
            return Objects.requireNonNull(outputs.poll(30, TimeUnit.SECONDS), "nothing was said");
        }

        /** Waits until the row of {@code key} is so. */
        void awaitRow(long key, Predicate<String> so) throws Exception {
            String last = "none";
            while (true) {
                Map.Entry<Long, String> row = rows.poll(30, TimeUnit.SECONDS);
                if (row == null) {
                    throw new AssertionError("no patch for 30 s; the last row: " + last);
                }
                if (row.getKey() == key) {
                    last = row.getValue();
                    if (so.test(last)) {
                        return;
                    }
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // whatever it says is an Object
    private static RoomProtocol<Object, Object> protocol() throws ReflectiveOperationException {
        var type = (RoomType<Object, Object, ?>) game.constant("mygame.Gems", "TYPE");
        return RoomProtocol.of(type);
    }

    private static String first(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + regex + " in " + text))
                .group(1);
    }
}
