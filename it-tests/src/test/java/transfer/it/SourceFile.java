package transfer.it;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * One Java file of ours, parsed but not compiled.
 *
 * @param path below the root of the tree
 * @param codeLines the lines, from 1, that hold more than blanks and comments
 */
record SourceFile(
        Path path, CompilationUnitTree unit, SourcePositions positions, BitSet codeLines) {

    /** Parses files in one go. */
    static List<SourceFile> parse(Path root, List<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            Stream.Builder<SourceFile> parsed = Stream.builder();
            for (CompilationUnitTree unit : task.parse()) {
                JavaFileObject file = unit.getSourceFile();
                parsed.add(
                        new SourceFile(
                                root.relativize(Path.of(file.toUri())),
                                unit,
                                positions,
                                CodeLines.of(file.getCharContent(true))));
            }
            return parsed.build().toList();
        }
    }

    /** The folder that holds the module's pom, such as {@code protocols/file}. */
    String module() {
        return path.subpath(0, sourceIndex()).toString();
    }

    boolean isMain() {
        return path.getName(sourceIndex() + 1).toString().equals("main");
    }

    private int sourceIndex() {
        for (int i = 0; i < path.getNameCount(); i++) {
            if (path.getName(i).toString().equals("src")) {
                return i;
            }
        }
        throw new IllegalStateException(path + " lies in no src folder");
    }

    String packageName() {
        return unit.getPackageName().toString();
    }

    /** The packages of ours that it imports from. */
    Stream<String> importedPackages() {
        return unit.getImports().stream()
                .map(ImportTree::getQualifiedIdentifier)
                .map(Tree::toString)
                .filter(name -> name.startsWith("transfer."))
                .map(SourceFile::packageOf);
    }

    private static String packageOf(String imported) {
        int end = 0;
        while (end < imported.length() && Character.isLowerCase(imported.charAt(end))) {
            int dot = imported.indexOf('.', end);
            if (dot < 0) {
                break;
            }
            end = dot + 1;
        }
        return imported.substring(0, Math.max(0, end - 1));
    }

    /** Code lines from the first to the last line of a part of it. */
    int codeLines(Tree part) {
        return codeLines.get(line(part), lastLine(part) + 1).cardinality();
    }

    int lineCount(Tree part) {
        return lastLine(part) - line(part) + 1;
    }

    int line(Tree part) {
        return (int) lines().getLineNumber(positions.getStartPosition(unit, part));
    }

    private int lastLine(Tree part) {
        return (int) lines().getLineNumber(positions.getEndPosition(unit, part));
    }

    private LineMap lines() {
        return unit.getLineMap();
    }

    /** Where something stands, for messages. */
    String at(Tree part) {
        return path + ":" + line(part);
    }
}
