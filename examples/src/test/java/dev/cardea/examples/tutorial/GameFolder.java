package dev.cardea.examples.tutorial;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * A reader's folder: made by {@code ./cardea new}, filled, and compiled without Maven. For one
 * thread.
 */
final class GameFolder implements AutoCloseable {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Path folder;
    private final Path classes;
    private final URLClassLoader loader;

    private GameFolder(Path folder, Path classes) throws IOException {
        this.folder = folder;
        this.classes = classes;
        this.loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
    }

    static Path root() {
        return ROOT;
    }

    /** What {@code ./cardea} says to those arguments. */
    static String cardea(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", ROOT.resolve("cardea").toString()));
        command.addAll(List.of(arguments));
        return ServerChild.outputOf(command);
    }

    /**
     * A game that begins in {@code folder}, with the tutorial's files.
     *
     * @throws AssertionError if they do not compile, without a warning
     */
    static GameFolder of(Path folder, Tutorial tutorial) throws Exception {
        cardea("new", "--files-only", folder.toString());
        tutorial.write(folder);
        Path classes = Files.createDirectories(folder.resolve("target/classes"));
        compile(folder, classes);
        Path pages = folder.resolve("src/main/resources/page");
        Files.createDirectories(classes.resolve("page"));
        for (Path page : filesBelow(pages, "")) {
            Files.copy(page, classes.resolve("page").resolve(page.getFileName()));
        }
        return new GameFolder(folder, classes);
    }

    private static void compile(Path folder, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        List<String> options = List.of("-Xlint:all", "-Werror", "-proc:none", "-d", "" + classes);
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var sources =
                    files.getJavaFileObjectsFromPaths(filesBelow(folder.resolve("src"), ".java"));
            if (!compiler.getTask(said, files, null, options, null, sources).call()) {
                throw new AssertionError("the tutorial does not compile:\n" + said);
            }
        }
    }

    static List<Path> filesBelow(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    String read(String path) throws IOException {
        return Files.readString(folder.resolve(path));
    }

    Path path(String path) {
        return folder.resolve(path);
    }

    /** Runs its server. */
    ServerChild start() throws IOException {
        String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
        return ServerChild.start(classPath, "mygame.Main");
    }

    // ---- its classes, which this test is not compiled with ----

    /** Runs all methods of a class that are tests; returns their names. */
    List<String> runTests(String className) throws Exception {
        Constructor<?> maker = loader.loadClass(className).getDeclaredConstructor();
        maker.setAccessible(true);
        List<String> names = new ArrayList<>();
        for (Method test : maker.getDeclaringClass().getDeclaredMethods()) {
            if (test.isAnnotationPresent(Test.class)) {
                test.setAccessible(true);
                unwrapped(() -> test.invoke(maker.newInstance()));
                names.add(test.getName());
            }
        }
        return names;
    }

    /** The value of a static field. */
    Object constant(String className, String name) throws ReflectiveOperationException {
        Field field = loader.loadClass(className).getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }

    /** A record of two numbers. */
    Object pair(String className, int first, int second) throws Exception {
        Constructor<?> maker =
                loader.loadClass(className).getDeclaredConstructor(int.class, int.class);
        maker.setAccessible(true);
        return maker.newInstance(first, second);
    }

    private interface Call {
        Object call() throws ReflectiveOperationException;
    }

    private static void unwrapped(Call call) throws Exception {
        try {
            call.call();
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Error failed) {
                throw failed;
            }
            throw thrown;
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
