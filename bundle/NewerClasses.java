import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives the classes of a jar the format of Java 8 where theirs is older than that of Java 6:
 * {@code java NewerClasses.java JAR...}. What they do stays the same.
 *
 * <p>The runtime takes no class of the oldest formats into its cache: each start would read it from
 * the jar and verify it the slow way, and the parser of our command line consists of 170 of them.
 */
final class NewerClasses {
    private NewerClasses() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            try (FileSystem files = FileSystems.newFileSystem(Path.of(jar))) {
                renew(files.getPath("/"));
            }
        }
    }

    private static void renew(Path root) throws IOException {
        ClassFile format =
                ClassFile.of(
                        StackMapsOption.GENERATE_STACK_MAPS,
                        ClassHierarchyResolverOption.of(classesOf(root)));
        List<Path> entries;
        try (Stream<Path> all = Files.walk(root)) {
            entries = all.filter(entry -> entry.toString().endsWith(".class")).toList();
        }
        for (Path entry : entries) {
            byte[] bytes = Files.readAllBytes(entry);
            if (majorVersion(bytes) < ClassFile.JAVA_6_VERSION) {
                Files.write(
                        entry,
                        format.transformClass(format.parse(bytes), NewerClasses::withFrames));
            }
        }
    }

    /** Frames tell which class extends which, so the jar is asked, and then the runtime. */
    private static ClassHierarchyResolver classesOf(Path root) {
        return ClassHierarchyResolver.ofResourceParsing(
                        type -> {
                            String name = type.descriptorString();
                            Path file =
                                    root.resolve(name.substring(1, name.length() - 1) + ".class");
                            try {
                                return Files.exists(file) ? Files.newInputStream(file) : null;
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                .orElse(ClassHierarchyResolver.defaultResolver())
                .cached();
    }

    private static int majorVersion(byte[] bytes) {
        return (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
    }

    private static void withFrames(ClassBuilder builder, ClassElement element) {
        switch (element) {
            case ClassFileVersion _ -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            case MethodModel method ->
                    builder.transformMethod(
                            method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
            default -> builder.with(element);
        }
    }
}
