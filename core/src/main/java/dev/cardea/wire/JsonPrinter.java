package dev.cardea.wire;

import java.util.Iterator;
import java.util.Map;

/** Prints {@link Json}. Confined to one call. */
final class JsonPrinter {
    private static final int COLUMNS = 100;

    private final boolean pretty;
    private final StringBuilder out = new StringBuilder();
    private int indent;

    JsonPrinter(boolean pretty) {
        this.pretty = pretty;
    }

    String print(Json value) {
        append(value);
        return out.toString();
    }

    private void append(Json value) {
        switch (value) {
            case Json.Text(String text) -> quote(text);
            case Json.Num(String literal) -> out.append(literal);
            case Json.Bool(boolean bool) -> out.append(bool);
            case Json.Nothing() -> out.append("null");
            case Json.Items(var items) -> block('[', ']', value, items.iterator());
            case Json.Fields(var fields) -> block('{', '}', value, fields.entrySet().iterator());
        }
    }

    /** A list or an object: on one line where it fits, else a line for each element. */
    private void block(char open, char close, Json whole, Iterator<?> elements) {
        boolean lines = pretty && elements.hasNext() && !fits(whole);
        out.append(open);
        indent++;
        while (elements.hasNext()) {
            newLine(lines);
            element(elements.next());
            if (elements.hasNext()) {
                out.append(pretty && !lines ? ", " : ",");
            }
        }
        indent--;
        newLine(lines);
        out.append(close);
    }

    private boolean fits(Json value) {
        int column = out.length() - 1 - out.lastIndexOf("\n");
        return column + Json.print(value).length() <= COLUMNS;
    }

    private void newLine(boolean lines) {
        if (lines) {
            out.append('\n').append("  ".repeat(indent));
        }
    }

    private void element(Object element) {
        if (element instanceof Map.Entry<?, ?> field) {
            quote((String) field.getKey());
            out.append(pretty ? ": " : ":");
            append((Json) field.getValue());
        } else {
            append((Json) element);
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            escape(text.charAt(i));
        }
        out.append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
