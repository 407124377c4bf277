package dev.cardea.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as the configuration writes them: a whole number and a binary unit. Stateless. */
final class Sizes {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*([A-Za-z]*)");

    private Sizes() {}

    static ByteSize read(String text) throws WrongValueException {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new WrongValueException(
                    Quoting.quoted(text)
                            + " is not a size; write a whole number and B, KiB, MiB or GiB");
        }
        long count = Long.parseLong(form.group(1));
        for (ByteSize.Unit unit : ByteSize.Unit.values()) {
            if (unit.name().equals(form.group(2))) {
                return new ByteSize(count * unit.bytes);
            }
        }
        throw new WrongValueException(wrongUnit(form.group(1), form.group(2)));
    }

    private static String wrongUnit(String count, String unit) {
        String meant =
                switch (unit) {
                    case "" -> count + "B";
                    case "k", "K", "kb", "KB", "kB", "kib", "Kib" -> count + "KiB";
                    case "m", "M", "mb", "MB", "mib", "Mib" -> count + "MiB";
                    case "g", "G", "gb", "GB", "gib", "Gib" -> count + "GiB";
                    default -> "";
                };
        String what =
                unit.isEmpty() ? count + " has no unit" : Quoting.quoted(unit) + " is no unit";
        return meant.isEmpty()
                ? what + "; use B, KiB, MiB or GiB"
                : what + "; did you mean " + meant + "?";
    }
}
