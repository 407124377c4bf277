package dev.cardea.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How one type of value is read, shown and named. Immutable. */
interface ValueType<T> {

    /** Reads a text, within the range of {@code key}. */
    T read(Written written, Key key) throws WrongValueException;

    /** The text that reads back as the value; a mask for a secret. */
    String show(T value);

    /** The kind of value in a few words, for messages and pages. */
    String describe(Key key);

    /** The type that a record component asks for. */
    @SuppressWarnings("unchecked")
    static ValueType<Object> of(Class<?> type) {
        ValueType<?> found =
                type.isEnum()
                        ? new Choice(List.of(type.getEnumConstants()))
                        : Builtin.TYPES.get(type);
        if (found == null) {
            throw new IllegalStateException("no way to read a " + type.getName());
        }
        return (ValueType<Object>) found;
    }

    /** The types that need no argument. */
    final class Builtin {
        static final Map<Class<?>, ValueType<?>> TYPES =
                Map.of(
                        int.class, new WholeNumber(),
                        boolean.class, new YesNo(),
                        String.class, new PlainText(),
                        Duration.class, new TimeSpan(),
                        ByteSize.class, new Size(),
                        Path.class, new PathText(),
                        Secret.class, new SecretText());

        private Builtin() {}
    }

    /** A number without a fraction. */
    record WholeNumber() implements ValueType<Integer> {
        private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}([,.' ][0-9]{3})+");

        @Override
        public Integer read(Written written, Key key) throws WrongValueException {
            String text = written.text();
            try {
                int value = Integer.parseInt(text.replace("_", ""));
                Bounds.of(key, ValueType::wholeNumber).check(value, written, describe(key));
                return value;
            } catch (NumberFormatException e) {
                throw new WrongValueException(
                        Quoting.quoted(text)
                                + " is not a whole number; "
                                + meant(text).orElse("allowed: " + describe(key)));
            }
        }

        /** {@code 10,000} and {@code 10'000}, which people write. */
        private static Optional<String> meant(String text) {
            return Optional.of(text)
                    .filter(any -> GROUPED.matcher(any).matches())
                    .map(any -> "did you mean " + any.replaceAll("[^0-9]", "") + "?");
        }

        @Override
        public String show(Integer value) {
            return value.toString();
        }

        @Override
        public String describe(Key key) {
            String unit = key.unit().isEmpty() ? "" : " " + key.unit();
            return Bounds.describe(key) + unit;
        }
    }

    /** True or false. */
    record YesNo() implements ValueType<Boolean> {
        @Override
        public Boolean read(Written written, Key key) throws WrongValueException {
            return switch (written.text().toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                case "yes", "on", "1", "enabled" -> throw wrong(written, "; did you mean true?");
                case "no", "off", "0", "disabled" -> throw wrong(written, "; did you mean false?");
                default -> throw wrong(written, "");
            };
        }

        private static WrongValueException wrong(Written written, String hint) {
            String text = Quoting.quoted(written.text());
            return new WrongValueException(text + " is neither true nor false" + hint);
        }

        @Override
        public String show(Boolean value) {
            return value.toString();
        }

        @Override
        public String describe(Key key) {
            return "true or false";
        }
    }

    /** Any text of up to 1,024 characters without control characters. */
    record PlainText() implements ValueType<String> {
        private static final int CHARS_MAX = 1024;

        @Override
        public String read(Written written, Key key) throws WrongValueException {
            String text = written.text();
            if (text.length() > CHARS_MAX) {
                throw new WrongValueException("longer than " + CHARS_MAX + " characters");
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new WrongValueException("holds a line break or another control character");
            }
            if (text.isEmpty() && !key.byDefault().isEmpty()) {
                throw new WrongValueException("is empty; leave the key out for " + key.byDefault());
            }
            return text;
        }

        @Override
        public String show(String value) {
            return value;
        }

        @Override
        public String describe(Key key) {
            return "text";
        }
    }

    /** The path of a file, relative to the file that names it. The empty path stands for none. */
    record PathText() implements ValueType<Path> {
        @Override
        public Path read(Written written, Key key) throws WrongValueException {
            if (written.text().isEmpty()) {
                return Path.of("");
            }
            try {
                return written.base().resolve(written.text());
            } catch (InvalidPathException e) {
                throw new WrongValueException(Quoting.quoted(written.text()) + " is no path");
            }
        }

        @Override
        public String show(Path value) {
            return value.toString();
        }

        @Override
        public String describe(Key key) {
            return "path of a file";
        }
    }

    /** A time with its unit. */
    record TimeSpan() implements ValueType<Duration> {
        @Override
        public Duration read(Written written, Key key) throws WrongValueException {
            Duration value = Durations.read(written.text());
            Bounds.of(key, Durations::read).check(value, written, describe(key));
            return value;
        }

        @Override
        public String show(Duration value) {
            return Durations.show(value);
        }

        @Override
        public String describe(Key key) {
            return Bounds.describe(key);
        }
    }

    /** A number of bytes with its unit. */
    record Size() implements ValueType<ByteSize> {
        @Override
        public ByteSize read(Written written, Key key) throws WrongValueException {
            ByteSize value = Sizes.read(written.text());
            Bounds.of(key, Sizes::read).check(value, written, describe(key));
            return value;
        }

        @Override
        public String show(ByteSize value) {
            return value.toString();
        }

        @Override
        public String describe(Key key) {
            return Bounds.describe(key);
        }
    }

    /** One of the constants of an enum, written in lower case. */
    record Choice(List<?> constants) implements ValueType<Object> {
        @Override
        public Object read(Written written, Key key) throws WrongValueException {
            for (Object constant : constants) {
                if (show(constant).equalsIgnoreCase(written.text())) {
                    return constant;
                }
            }
            String suggestion =
                    Spelling.suggestion(
                            written.text(), constants.stream().map(this::show).toList());
            throw new WrongValueException(
                    Quoting.quoted(written.text()) + " is none of " + describe(key) + suggestion);
        }

        @Override
        public String show(Object value) {
            return value.toString().toLowerCase(Locale.ROOT);
        }

        @Override
        public String describe(Key key) {
            return String.join(", ", constants.stream().map(this::show).toList());
        }
    }

    private static Integer wholeNumber(String text) {
        return Integer.valueOf(text.replace("_", ""));
    }
}
