package dev.cardea.server.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Turns YAML text into {@link YamlNode}s. Confined to one call.
 *
 * <p>It reads the parser's events instead of a composed graph, so that depth is bounded before it
 * costs stack, and aliases, which a configuration does not need and a bomb does, are refused where
 * they stand.
 */
final class YamlReader {
    static final int TEXT_CHARS_MAX = 256 * 1024;
    static final int DEPTH_MAX = 16;

    /** What YAML 1.2 does not allow in a text, and no editor writes. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]");

    private final String file;
    private final Iterator<Event> events;

    private YamlReader(String file, String text) {
        this.file = file;
        LoadSettings settings =
                LoadSettings.builder().setLabel(file).setCodePointLimit(TEXT_CHARS_MAX).build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** What came out of a text. */
    sealed interface Outcome {
        /** The document's root. */
        record Document(YamlNode root) implements Outcome {}

        /** Nothing but blanks and comments. */
        record Empty() implements Outcome {}

        /** No YAML. */
        record Broken(Finding mistake) implements Outcome {}
    }

    /** Reads the one document of a text; {@code file} is the name used in places. */
    static Outcome read(String file, String text) {
        if (text.length() > TEXT_CHARS_MAX) {
            return new Outcome.Broken(
                    new Finding(
                            new Origin.WholeFile(file),
                            "",
                            "longer than " + TEXT_CHARS_MAX + " characters"));
        }
        Matcher control = CONTROL.matcher(text);
        if (control.find()) {
            int at = control.start();
            int line = (int) text.chars().limit(at).filter(c -> c == '\n').count() + 1;
            Origin place = new Origin.Place(file, line, at - text.lastIndexOf('\n', at));
            String what = "not text: character U+%04X".formatted((int) text.charAt(at));
            return new Outcome.Broken(new Finding(place, "", what));
        }
        try {
            return new YamlReader(file, text).document();
        } catch (MistakeException e) {
            return new Outcome.Broken(e.mistake);
        } catch (MarkedYamlEngineException e) {
            Origin place =
                    e.getProblemMark()
                            .<Origin>map(mark -> place(file, mark))
                            .orElse(new Origin.WholeFile(file));
            return new Outcome.Broken(
                    new Finding(place, "", "not YAML: " + problem(e.getProblem())));
        } catch (YamlEngineException e) {
            return new Outcome.Broken(
                    new Finding(
                            new Origin.WholeFile(file),
                            "",
                            "not YAML: " + oneLine(String.valueOf(e.getMessage()))));
        }
    }

    private Outcome document() throws MistakeException {
        Outcome outcome = new Outcome.Empty();
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case Alias, Scalar, SequenceStart, MappingStart -> {
                    if (outcome instanceof Outcome.Document) {
                        throw mistake(event, "a second document: the file must hold one");
                    }
                    outcome = new Outcome.Document(node(event, 1));
                }
                default -> {} // starts and ends of stream and document, comments
            }
        }
        boolean blank =
                outcome instanceof Outcome.Document(YamlNode.Text(String text, Origin at))
                        && text.isEmpty();
        return blank ? new Outcome.Empty() : outcome;
    }

    private YamlNode node(Event event, int depth) throws MistakeException {
        if (depth > DEPTH_MAX) {
            throw mistake(event, "nested more than " + DEPTH_MAX + " deep");
        }
        return switch (event) {
            case ScalarEvent scalar -> new YamlNode.Text(text(scalar), at(event));
            case SequenceStartEvent start -> items(start, depth);
            case MappingStartEvent start -> entries(start, depth);
            case AliasEvent alias ->
                    throw mistake(
                            alias, "an alias (*name): write the value out, aliases are not read");
            default -> throw mistake(event, "unexpected " + event.getEventId());
        };
    }

    private YamlNode.Items items(Event start, int depth) throws MistakeException {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next();
                !(event instanceof SequenceEndEvent);
                event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new YamlNode.Items(List.copyOf(items), at(start));
    }

    private YamlNode.Entries entries(Event start, int depth) throws MistakeException {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (Event event = events.next();
                !(event instanceof MappingEndEvent);
                event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw mistake(event, "a key must be plain text");
            }
            YamlNode value = node(events.next(), depth + 1);
            entries.add(new YamlNode.Entry(key.getValue(), at(key), value));
        }
        return new YamlNode.Entries(List.copyOf(entries), at(start));
    }

    /** A plain null is the same as nothing; a quoted one is a text. */
    private static String text(ScalarEvent scalar) {
        boolean isNull =
                scalar.isPlain()
                        && (scalar.getValue().equals("null") || scalar.getValue().equals("~"));
        return isNull ? "" : scalar.getValue();
    }

    private Origin at(Event event) {
        Optional<Mark> mark = event.getStartMark();
        return mark.<Origin>map(m -> place(file, m)).orElse(new Origin.WholeFile(file));
    }

    private static Origin.Place place(String file, Mark mark) {
        return new Origin.Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private MistakeException mistake(Event event, String what) {
        return new MistakeException(new Finding(at(event), "", what));
    }

    /** In our words what people run into most, in the parser's the rest. */
    private static String problem(String problem) {
        if (problem.contains("(TAB)")) {
            return "a tab; indent with spaces";
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "a key where none can stand; indent it like its neighbours";
        }
        return oneLine(problem);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s+", " ");
    }

    /** Leaves the nested reading at once; never escapes this class. */
    private static final class MistakeException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Finding mistake;

        MistakeException(Finding mistake) {
            super(null, null, false, false);
            this.mistake = mistake;
        }
    }
}
