package dev.cardea.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a configuration from a file and the environment. Stateless. */
public final class ConfigReader {
    private static final int FILE_BYTES_MAX = 256 * 1024;

    private ConfigReader() {}

    /** The defaults, as the environment changes them. */
    public static Loaded defaults(Map<String, String> environment) {
        return bind(null, environment, Path.of(""));
    }

    /** The file, as the environment changes it. Never throws for what the file holds or is. */
    public static Loaded file(Path file, Map<String, String> environment) {
        if (Files.isDirectory(file)) {
            return broken(file, "is a folder; name a file in it");
        }
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                return broken(file, "longer than " + FILE_BYTES_MAX / 1024 + " KiB");
            }
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException e) {
            return broken(file, "no such file");
        } catch (AccessDeniedException e) {
            return broken(file, "this user may not read it");
        } catch (CharacterCodingException e) {
            return broken(file, "not UTF-8 text");
        } catch (IOException e) {
            return broken(file, "cannot be read");
        }
        Path folder = file.toAbsolutePath().getParent();
        return text(file.toString(), text, environment, folder == null ? Path.of("") : folder);
    }

    /**
     * A text, as the environment changes it.
     *
     * @param name what messages call the file
     * @param base the folder that relative paths in the text start from
     */
    static Loaded text(String name, String text, Map<String, String> environment, Path base) {
        return switch (YamlReader.read(name, text)) {
            case YamlReader.Outcome.Document(YamlNode root) -> bind(root, environment, base);
            case YamlReader.Outcome.Empty() -> bind(null, environment, base);
            case YamlReader.Outcome.Broken(Finding mistake) -> new Loaded.Bad(List.of(mistake));
        };
    }

    private static Loaded bind(
            @Nullable YamlNode document, Map<String, String> environment, Path base) {
        Binder binder = new Binder(environment, base);
        Config config = (Config) binder.bind(Setting.ROOT, document);
        Origins origins = new Origins(binder.origins());
        List<Finding> mistakes = new ArrayList<>(binder.mistakes());
        Set<String> wrong =
                mistakes.stream()
                        .map(Finding::key)
                        .filter(key -> !key.isEmpty())
                        .collect(Collectors.toSet());
        new Consistency(config, origins, wrong::contains)
                .mistakes().stream()
                        .filter(mistake -> wrong.stream().noneMatch(mistake.key()::startsWith))
                        .forEach(mistakes::add);
        if (!mistakes.isEmpty()) {
            mistakes.sort(Comparator.comparingLong(ConfigReader::position));
            return new Loaded.Bad(List.copyOf(mistakes));
        }
        return new Loaded.Good(config, origins, Notes.of(config, origins));
    }

    /** Sorts by line, then column; what stands in no file comes last. */
    private static long position(Finding finding) {
        return finding.where() instanceof Origin.Place place
                ? ((long) place.line() << 32) + place.column()
                : Long.MAX_VALUE;
    }

    private static Loaded broken(Path file, String what) {
        return new Loaded.Bad(
                List.of(new Finding(new Origin.WholeFile(file.toString()), "", what)));
    }
}
