package dev.cardea.server.sim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The whole project once more, with one source file changed: that one is compiled in memory, and
 * all classes of the project are loaded anew around it. Immutable.
 */
final class OtherBuild {
    private static final String OURS = "dev.cardea.";

    private final Loader loader;

    private OtherBuild(Loader loader) {
        this.loader = loader;
    }

    /**
     * The project with {@code snippet}, which must occur exactly once in the source of {@code
     * type}, replaced.
     *
     * @param module the directory of the module, such as "core"
     */
    static OtherBuild with(String module, String type, String snippet, String replacement) {
        Path file = root().resolve(module + "/src/main/java/" + type.replace('.', '/') + ".java");
        String source = read(file);
        int at = source.indexOf(snippet);
        if (at < 0 || source.indexOf(snippet, at + 1) >= 0) {
            throw new AssertionError("not exactly once in " + file + ": " + snippet);
        }
        String changed =
                source.substring(0, at) + replacement + source.substring(at + snippet.length());
        return new OtherBuild(new Loader(compile(type, changed)));
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("core/src/main/java"))) {
            at = at.getParent();
            if (at == null) {
                throw new AssertionError("the sources are not above the working directory");
            }
        }
        return at;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Map<String, byte[]> compile(String type, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Boolean compiled =
                    compiler.getTask(
                                    messages,
                                    new InMemory(files, classes),
                                    null,
                                    List.of("-proc:none", "-nowarn"),
                                    null,
                                    List.of(new Source(type, source)))
                            .call();
            if (!compiled) {
                throw new AssertionError("the changed source does not compile: " + messages);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    /**
     * What is wrong with the run of {@code seed} in this build, or null.
     *
     * @param run has the static method {@code String verdict(long seed)}
     */
    @Nullable String verdict(Class<?> run, long seed) {
        try {
            return (String)
                    loader.loadClass(run.getName())
                            .getMethod("verdict", long.class)
                            .invoke(null, seed);
        } catch (InvocationTargetException thrown) {
            return "thrown: " + thrown.getCause();
        } catch (ReflectiveOperationException unlike) {
            throw new LinkageError("the other build has no such method", unlike);
        }
    }

    /** Finds the project's classes by itself and leaves all others to its parent. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> changed;

        Loader(Map<String, byte[]> changed) {
            super(OtherBuild.class.getClassLoader());
            this.changed = changed;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                return name.startsWith(OURS) ? findClass(name) : super.loadClass(name, resolve);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = changed.get(name);
            if (bytes == null) {
                bytes = original(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }

        private byte[] original(String name) throws ClassNotFoundException {
            String resource = name.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(resource)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException broken) {
                throw new ClassNotFoundException(name, broken);
            }
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String type, String text) {
            super(URI.create("string:///" + type.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        InMemory(StandardJavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location,
                String type,
                JavaFileObject.Kind kind,
                FileObject sibling) {
            URI uri = URI.create("memory:///" + type.replace('.', '/') + kind.extension);
            return new SimpleJavaFileObject(uri, kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    classes.put(type, out);
                    return out;
                }
            };
        }
    }
}
