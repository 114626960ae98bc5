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
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * manifest before the program begins, and a start needs 20 of our modules. What has the same name
 * in two of them, such as a list of services, stays in a jar of its own, which has no classes.
 *
 * <p>The libraries whose classes are in the cache come first. For the first 32 jars the runtime
 * notes which packages it has made known; for a later one it does so again with each class. And
 * what their manifests tell others, such as the packages for OSGi, is left out.
 */
final class OwnJar {
    /** Beginnings of the names of jars that a start has classes of. */
    private static final List<String> BUSY =
            List.of("picocli-", "okhttp-jvm-", "okio-jvm-", "kotlin-stdlib-");

    /** What the runtime itself, or a library about itself, asks a manifest for. */
    private static final Set<String> ASKED_FOR =
            Set.of(
                    "Manifest-Version",
                    "Class-Path",
                    "Multi-Release",
                    "Automatic-Module-Name",
                    "Implementation-Title",
                    "Implementation-Version",
                    "Implementation-Vendor",
                    "Specification-Title",
                    "Specification-Version",
                    "Specification-Vendor");

    /** The earliest that such archives can tell. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Map<String, byte[]> entries = new TreeMap<>();

    private OwnJar() {}

    public static void main(String[] arguments) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            all = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        Path program = all.stream().filter(OwnJar::isProgram).findFirst().orElseThrow();
        Manifest manifest = manifest(program);
        OwnJar whole = new OwnJar();
        List<String> gone = new ArrayList<>();
        whole.take(program);
        for (Path jar : all) {
            if (isOurs(jar) && !jar.equals(program)) {
                OwnJar rest = whole.take(jar);
                if (rest.entries.isEmpty()) {
                    gone.add(jar.getFileName().toString());
                    Files.delete(jar);
                } else {
                    rest.entries.put("transfer/", new byte[0]); // which shows whose it is
                    rest.write(manifest(jar), jar);
                }
            } else if (isBusy(jar.getFileName().toString())) {
                OwnJar library = new OwnJar();
                library.take(jar);
                library.write(slim(manifest(jar)), jar);
            }
        }
        Attributes attributes = manifest.getMainAttributes();
        List<String> others =
                Arrays.stream(attributes.getValue(Attributes.Name.CLASS_PATH).split(" "))
                        .filter(jar -> !gone.contains(jar))
                        .toList();
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Stream.concat(
                                others.stream().filter(OwnJar::isEarly),
                                others.stream().filter(jar -> !isEarly(jar)))
                        .collect(Collectors.joining(" ")));
        whole.write(slim(manifest), program);
    }

    private static boolean isProgram(Path file) {
        return file.getFileName().toString().startsWith("transfer-cli-");
    }

    private static boolean isBusy(String jar) {
        return BUSY.stream().anyMatch(jar::startsWith);
    }

    /** Also ours, which answers a search for services. */
    private static boolean isEarly(String jar) {
        return jar.startsWith("transfer-") || isBusy(jar);
    }

    private static Manifest manifest(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.getManifest();
        }
    }

    private static Manifest slim(Manifest manifest) {
        Manifest slim = new Manifest();
        manifest.getMainAttributes()
                .forEach(
                        (name, value) -> {
                            if (ASKED_FOR.contains(name.toString())) {
                                slim.getMainAttributes().put(name, value);
                            }
                        });
        return slim;
    }

    private static boolean isOurs(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream().anyMatch(entry -> entry.getName().startsWith("transfer/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what cannot be taken, because something of its name was. */
    private OwnJar take(Path file) throws IOException {
        OwnJar rest = new OwnJar();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : jar.stream().filter(OwnJar::isWanted).toList()) {
                Map<String, byte[]> place =
                        entries.containsKey(entry.getName()) ? rest.entries : entries;
                try (InputStream content = jar.getInputStream(entry)) {
                    place.put(entry.getName(), content.readAllBytes());
                }
            }
        }
        return rest;
    }

    /** What Maven left is of one module only. */
    private static boolean isWanted(JarEntry entry) {
        return !entry.isDirectory()
                && !entry.getName().equals(JarFile.MANIFEST_NAME)
                && !entry.getName().startsWith("META-INF/maven/transfer/");
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
