package dev.cardea.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The relative links of Markdown lead to files, and to headings in them. Stateless.
 *
 * @param root the folder of the tree
 */
record Links(Path root) implements Rule {
    private static final Pattern LINK =
            Pattern.compile(
                    "\\]\\(<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern ELSEWHERE = Pattern.compile("^([a-z][a-z0-9+.-]*:|//)");
    private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*?)\\s*#*$");
    private static final String FENCE = "```";

    @Override
    public List<Finding> check(TextFile file) {
        List<Finding> found = new ArrayList<>();
        if (!file.extension().equals("md")) {
            return found;
        }
        boolean fenced = false;
        for (int i = 0; i < file.lines().size(); i++) {
            String line = file.lines().get(i);
            if (line.strip().startsWith(FENCE)) {
                fenced = !fenced;
            } else if (!fenced) {
                for (String dead : dead(file, line)) {
                    found.add(new Finding(file.path(), i + 1, "dead link " + dead));
                }
            }
        }
        return found;
    }

    private List<String> dead(TextFile file, String line) {
        List<String> dead = new ArrayList<>();
        Matcher links = LINK.matcher(CODE.matcher(line).replaceAll("`"));
        while (links.find()) {
            String link = Optional.ofNullable(links.group(1)).orElse(links.group(2));
            if (!ELSEWHERE.matcher(link).find() && !leadsSomewhere(file, link)) {
                dead.add(link);
            }
        }
        return dead;
    }

    private boolean leadsSomewhere(TextFile file, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path from = root.resolve(file.path());
        Path to = path.isEmpty() ? from : from.resolveSibling(path).normalize();
        if (!to.startsWith(root) || !Files.exists(to)) {
            return false;
        }
        return hash < 0
                || !to.toString().endsWith(".md")
                || anchors(to).contains(link.substring(hash + 1));
    }

    /** The anchors of a page as GitHub makes them from its headings. */
    private static Set<String> anchors(Path page) {
        Map<String, Integer> seen = new HashMap<>();
        try (var lines = Files.lines(page)) {
            return lines.map(HEADING::matcher)
                    .filter(Matcher::matches)
                    .map(heading -> anchor(heading.group(1)))
                    .map(
                            anchor -> {
                                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                                return before == 0 ? anchor : anchor + "-" + before;
                            })
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
    }
}
