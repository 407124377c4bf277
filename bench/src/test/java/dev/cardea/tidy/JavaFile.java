package dev.cardea.tidy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A source file as javac reads it. Immutable.
 *
 * @param text the file
 * @param imports in order
 * @param types all of them, nested ones too
 */
record JavaFile(TextFile text, List<Import> imports, List<Type> types) {

    /** An import; a static one too. */
    record Import(String name, int line) {}

    /** A class, record, interface or enum; {@code annotations} without packages. */
    record Type(
            String name,
            int line,
            boolean isAbstract,
            List<String> annotations,
            List<Method> methods) {}

    /** A method or constructor; its lines run from its first modifier to its brace. */
    record Method(String name, int line, int lines, List<String> annotations) {}

    /** All of {@code files}, in one run of javac's parser. */
    static List<JavaFile> parse(List<TextFile> files) {
        JavacTask task =
                (JavacTask)
                        ToolProvider.getSystemJavaCompiler()
                                .getTask(
                                        null,
                                        null,
                                        problem -> {},
                                        List.of("-proc:none"),
                                        null,
                                        files.stream().map(Source::new).toList());
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        List<JavaFile> parsed = new ArrayList<>();
        Iterator<TextFile> inOrder = files.iterator();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                Reader reader = new Reader(unit, positions);
                unit.accept(reader, null);
                parsed.add(new JavaFile(inOrder.next(), reader.imports, reader.types));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parsed;
    }

    String path() {
        return text.path();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final TextFile file;

        Source(TextFile file) {
            super(URI.create("string:///" + file.path()), JavaFileObject.Kind.SOURCE);
            this.file = file;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return file.text();
        }
    }

    private static final class Reader extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final LineMap lines;
        private final List<Import> imports = new ArrayList<>();
        private final List<Type> types = new ArrayList<>();

        Reader(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            lines = unit.getLineMap();
        }

        @Override
        public Void visitImport(ImportTree found, Void none) {
            imports.add(new Import(found.getQualifiedIdentifier().toString(), firstLine(found)));
            return null;
        }

        @Override
        public Void visitClass(ClassTree found, Void none) {
            List<Method> methods =
                    found.getMembers().stream()
                            .filter(MethodTree.class::isInstance)
                            .map(member -> method((MethodTree) member))
                            .toList();
            boolean isAbstract =
                    found.getKind() == Tree.Kind.INTERFACE
                            || found.getModifiers().getFlags().contains(Modifier.ABSTRACT);
            types.add(
                    new Type(
                            found.getSimpleName().toString(),
                            firstLine(found),
                            isAbstract,
                            names(found.getModifiers().getAnnotations()),
                            methods));
            return super.visitClass(found, null);
        }

        private Method method(MethodTree found) {
            int first = firstLine(found);
            long end = positions.getEndPosition(unit, found);
            int last = end < 0 ? first : (int) lines.getLineNumber(end);
            return new Method(
                    found.getName().toString(),
                    first,
                    last - first + 1,
                    names(found.getModifiers().getAnnotations()));
        }

        private int firstLine(Tree tree) {
            long start = positions.getStartPosition(unit, tree);
            return start < 0 ? 1 : (int) lines.getLineNumber(start);
        }

        private static List<String> names(List<? extends AnnotationTree> annotations) {
            return annotations.stream()
                    .map(annotation -> annotation.getAnnotationType().toString())
                    .map(name -> name.substring(name.lastIndexOf('.') + 1))
                    .toList();
        }
    }
}
