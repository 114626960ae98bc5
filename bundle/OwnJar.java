import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Puts the jars of our own modules together into the one that the program starts from: {@code java
 * OwnJar.java LIB}. The same jars give the same bytes.
 *
 * <p>For each jar of which it has a class in its cache, the runtime makes a URL and reads a
 * manifest before the program begins, and a start needs 20 of our modules. One that has a file of
 * the same name as another, such as a list of services, keeps its jar.
 */
final class OwnJar {
    /** The earliest that such archives can tell. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Map<String, byte[]> entries = new TreeMap<>();

    private OwnJar() {}

    public static void main(String[] arguments) throws IOException {
        List<Path> own;
        try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
            own = all.filter(OwnJar::isOurs).sorted().toList();
        }
        Path program =
                own.stream()
                        .filter(jar -> jar.getFileName().toString().startsWith("transfer-cli-"))
                        .findFirst()
                        .orElseThrow();
        Manifest manifest;
        try (JarFile jar = new JarFile(program.toFile())) {
            manifest = jar.getManifest();
        }
        Attributes attributes = manifest.getMainAttributes();
        OwnJar whole = new OwnJar();
        List<String> names = new ArrayList<>();
        whole.take(program);
        for (Path jar : own) {
            if (!jar.equals(program) && whole.take(jar)) {
                names.add(jar.getFileName().toString());
                Files.delete(jar);
            }
        }
        String others =
                Arrays.stream(attributes.getValue(Attributes.Name.CLASS_PATH).split(" "))
                        .filter(jar -> !names.contains(jar))
                        .collect(Collectors.joining(" "));
        attributes.put(Attributes.Name.CLASS_PATH, others);
        whole.write(manifest, program);
    }

    private static boolean isOurs(Path file) {
        if (!file.toString().endsWith(".jar")) {
            return false;
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream().anyMatch(entry -> entry.getName().startsWith("transfer/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not one that has a file of a name that is taken, such as a list of services. */
    private boolean take(Path file) throws IOException {
        Map<String, byte[]> taken = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : jar.stream().filter(OwnJar::isWanted).toList()) {
                try (InputStream content = jar.getInputStream(entry)) {
                    taken.put(entry.getName(), content.readAllBytes());
                }
            }
        }
        if (!Collections.disjoint(taken.keySet(), entries.keySet())) {
            return false;
        }
        entries.putAll(taken);
        return true;
    }

    /** What Maven left is of one module only. */
    private static boolean isWanted(JarEntry entry) {
        return !entry.isDirectory()
                && !entry.getName().equals(JarFile.MANIFEST_NAME)
                && !entry.getName().startsWith("META-INF/maven/");
    }

    private void write(Manifest manifest, Path file) throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        manifest.write(first);
        try (OutputStream output = Files.newOutputStream(file);
                ZipOutputStream jar = new ZipOutputStream(output)) {
            add(jar, JarFile.MANIFEST_NAME, first.toByteArray());
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                add(jar, entry.getKey(), entry.getValue());
            }
        }
    }

    private static void add(ZipOutputStream jar, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }
}
