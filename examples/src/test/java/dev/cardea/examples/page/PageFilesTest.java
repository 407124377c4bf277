package dev.cardea.examples.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.examples.arena.ArenaServer;
import dev.cardea.examples.chat.ChatServer;
import dev.cardea.examples.dice.DiceServer;
import dev.cardea.net.websocket.HttpPages.Page;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilesTest {
    /** What a page asks for: attributes of HTML, and imports of JavaScript. */
    private static final Pattern WANTED =
            Pattern.compile("(?:src|href)=\"([^\"#]+)\"|from '\\./([^']+)'");

    private final PageFiles arena = ArenaServer.pages();

    @Test
    void servesFilesByNameAndTheFirstPageAtTheRoot() {
        assertThat(arena.at("/")).isNotNull().isSameAs(arena.at("/index.html"));
        assertThat(type(arena, "/")).isEqualTo("text/html; charset=utf-8");
        assertThat(type(arena, "/arena.css")).isEqualTo("text/css; charset=utf-8");
        assertThat(type(arena, "/play.js")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(type(arena, "/icon.svg")).isEqualTo("image/svg+xml");
    }

    private static @Nullable String type(PageFiles pages, String path) {
        Page page = pages.at(path);
        return page == null ? null : page.contentType();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/favicon.ico",
                "/page/index.html",
                "/../ArenaServer.class",
                "/%69ndex.html",
                "index.html"
            })
    void servesNothingElse(String path) {
        assertThat(arena.at(path)).isNull();
    }

    @Test
    void theArenaHasAllThatItsPageAsksFor() {
        assertThat(wantedOf(arena))
                .contains("/arena.js", "/arena.css", "/motion.js", "/play.js", "/cardea.js")
                .allMatch(path -> arena.at(path) != null);
    }

    @Test
    void theChatHasAllThatItsPageAsksFor() {
        PageFiles chat = ChatServer.pages();
        assertThat(wantedOf(chat))
                .contains("/chat.js", "/chat.css", "/cardea.js")
                .allMatch(path -> chat.at(path) != null);
    }

    @Test
    void theDiceHaveAllThatTheirPageAsksFor() {
        PageFiles dice = DiceServer.pages();
        assertThat(wantedOf(dice))
                .contains("/dice.js", "/dice.css", "/cardea.js")
                .allMatch(path -> dice.at(path) != null);
    }

    /** What is wanted from the first page on, and by what that wants. */
    private static Set<String> wantedOf(PageFiles pages) {
        Set<String> wanted = new LinkedHashSet<>(List.of("/"));
        List<String> unread = List.of("/");
        while (!unread.isEmpty()) {
            unread =
                    unread.stream()
                            .flatMap(path -> WANTED.matcher(text(pages, path)).results())
                            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                            .map(name -> "/" + name)
                            .filter(wanted::add)
                            .toList();
        }
        return wanted;
    }

    private static String text(PageFiles pages, String path) {
        Page page = pages.at(path);
        return page == null ? "" : new String(page.body().toArray(), StandardCharsets.UTF_8);
    }

    @Test
    void refusesWhatItCannotServe() {
        assertThatThrownBy(() -> new PageFiles(ArenaServer.class, List.of("none.html")))
                .hasMessageContaining("page/none.html is missing");
        assertThatThrownBy(() -> new PageFiles(ArenaServer.class, List.of("arena.exe")))
                .hasMessageContaining("of no known type: arena.exe");
        assertThatThrownBy(() -> new PageFiles(ArenaServer.class, List.of("icon.svg")))
                .hasMessageContaining("index.html");
    }
}
