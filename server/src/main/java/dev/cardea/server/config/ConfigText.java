package dev.cardea.server.config;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The configuration in effect as YAML with comments, which reads back as the same configuration,
 * but for the secrets: they are masked. Confined to one call.
 */
public final class ConfigText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9/._-]*");
    private static final int COLUMNS = 80;

    private final Origins origins;
    private final StringBuilder text = new StringBuilder();

    private ConfigText(Origins origins) {
        this.origins = origins;
    }

    /** The text, with the origin of each value that is not a default behind it. */
    public static String of(Config config, Origins origins) {
        ConfigText printer = new ConfigText(origins);
        printer.children(Setting.ROOT, config, "");
        return printer.text.toString();
    }

    private void children(Setting.Section section, Record values, String indent) {
        RecordComponent[] components = section.type().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Setting child = section.children().get(i);
            Object value = component(components[i], values);
            if (indent.isEmpty() && i > 0) {
                text.append('\n');
            }
            comment(child, indent);
            switch (child) {
                case Setting.Section inner -> {
                    text.append(indent).append(inner.name()).append(":\n");
                    children(inner, (Record) value, indent + "  ");
                }
                case Setting.Value single ->
                        line(indent + single.name() + ": " + shown(single, value), child.path());
                case Setting.Many many -> list(many, (List<?>) value, indent);
            }
        }
    }

    private void comment(Setting setting, String indent) {
        String about = setting.key().doc();
        if (setting instanceof Setting.Value value) {
            String allowed = value.type().describe(value.key());
            String byDefault = value.key().byDefault();
            about += " (" + allowed + (byDefault.isEmpty() ? ")" : "; default " + byDefault + ")");
        }
        for (String line : Wrapping.lines(about, COLUMNS - 2 - indent.length())) {
            text.append(indent).append("# ").append(line).append('\n');
        }
    }

    private void list(Setting.Many many, List<?> values, String indent) {
        boolean secret = many.element() instanceof Setting.Value single && single.secret();
        if (values.isEmpty() || secret) {
            String hidden = values.isEmpty() ? "" : "  # " + values.size() + " hidden";
            line(indent + many.name() + ": []" + hidden, many.path());
            return;
        }
        line(indent + many.name() + ":", many.path());
        for (Object value : values) {
            text.append(indent).append("  - ").append(flow(many.element(), value)).append('\n');
        }
    }

    private String flow(Setting element, Object value) {
        return switch (element) {
            case Setting.Value single -> shown(single, value);
            case Setting.Many many ->
                    throw new IllegalStateException("list in list " + many.path());
            case Setting.Section section -> {
                StringBuilder flow = new StringBuilder("{");
                RecordComponent[] components = section.type().getRecordComponents();
                for (int i = 0; i < components.length; i++) {
                    Setting child = section.children().get(i);
                    flow.append(i == 0 ? "" : ", ").append(child.name()).append(": ");
                    flow.append(flow(child, component(components[i], (Record) value)));
                }
                yield flow.append('}').toString();
            }
        };
    }

    private void line(String line, String path) {
        text.append(line);
        origins.exactly(path)
                .ifPresent(at -> text.append(line.contains("  # ") ? ", " : "  # ").append(at));
        text.append('\n');
    }

    private static String shown(Setting.Value setting, Object value) {
        String shown = setting.type().show(value);
        if (setting.secret()) {
            return shown.isEmpty() ? "\"\"" : "\"\"  # hidden";
        }
        boolean plain = PLAIN.matcher(shown).matches() && !shown.equals("null");
        return plain ? shown : '"' + shown.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static Object component(RecordComponent component, Record values) {
        try {
            return component.getAccessor().invoke(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
