package dev.cardea.server.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:-otherwise}} by variables of the environment.
 * Stateless.
 */
final class Substitution {
    private static final Pattern FORM =
            Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    private Substitution() {}

    /** The text with each variable replaced once; what a variable holds is not looked at again. */
    static String resolve(String text, Map<String, String> environment) throws WrongValueException {
        if (!text.contains("${")) {
            return text;
        }
        StringBuilder resolved = new StringBuilder();
        Matcher matcher = FORM.matcher(text);
        int end = 0;
        while (matcher.find()) {
            resolved.append(text, end, matcher.start());
            String name = matcher.group(1);
            String otherwise = matcher.group(2);
            String value = environment.getOrDefault(name, otherwise);
            if (value == null) {
                throw new WrongValueException(
                        "the environment has no "
                                + name
                                + "; set it or write ${"
                                + name
                                + ":-default}");
            }
            resolved.append(value);
            end = matcher.end();
        }
        resolved.append(text, end, text.length());
        if (end == 0) {
            throw new WrongValueException(Quoting.quoted(text) + " is not of the form ${NAME}");
        }
        return resolved.toString();
    }
}
