import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/**
 * Writes what the bundle is made of, as CycloneDX 1.6 has it: {@code java Bill.java NAMES JDK
 * ORIGINALS BUNDLE OUTPUT}. {@code ORIGINALS} holds the jars as their publishers made them. The
 * same bundle gives the same bytes: there is no time in it, and its number comes from its content.
 */
final class Bill {
    private final Path originals;
    private final Path bundle;
    private final List<String> references = new ArrayList<>();

    private Bill(Path originals, Path bundle) {
        this.originals = originals;
        this.bundle = bundle;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Library.Known> known = Library.known(Path.of(arguments[0]));
        Bill bill = new Bill(Path.of(arguments[2]), Path.of(arguments[3]));
        List<String> components = new ArrayList<>();
        String version = "";
        for (Path jar : bill.jars()) {
            Library library = Library.of(jar, known);
            components.add(bill.component(library));
            version = library.name().equals("transfer-cli") ? library.version() : version;
        }
        components.add(bill.runtime(Path.of(arguments[1])));
        String contents = String.join(",\n", components);
        Files.writeString(
                Path.of(arguments[4]),
                """
                {
                  "bomFormat": "CycloneDX",
                  "specVersion": "1.6",
                  "serialNumber": "urn:uuid:%s",
                  "version": 1,
                  "metadata": {
                    "component": {"type": "application", "bom-ref": "transfer", "name": "transfer", "version": "%s"}
                  },
                  "components": [
                %s
                  ],
                  "dependencies": [
                    {"ref": "transfer", "dependsOn": ["%s"]}
                  ]
                }
                """
                        .formatted(
                                UUID.nameUUIDFromBytes(contents.getBytes(StandardCharsets.UTF_8)),
                                version,
                                contents,
                                String.join("\", \"", bill.references)));
    }

    private List<Path> jars() throws IOException {
        try (var files = Files.list(bundle.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private String component(Library library) throws IOException, GeneralSecurityException {
        String url =
                "pkg:maven/" + library.group() + "/" + library.name() + "@" + library.version();
        references.add(url);
        Path original = originals.resolve(library.jar().getFileName());
        // ours has other modules of ours in it, and no publisher but us
        boolean changed =
                library.licence().isPresent() && Files.mismatch(original, library.jar()) >= 0;
        return "    {\"type\": \"library\", \"bom-ref\": \"%s\", \"group\": \"%s\", \"name\": \"%s\",\n"
                        .formatted(url, library.group(), library.name())
                + "     \"version\": \"%s\", \"purl\": \"%s\",\n"
                        .formatted(library.version(), url)
                + "     \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"%s\"}],\n"
                        .formatted(sha256(library.jar()))
                + library.licence()
                        .map(name -> "     \"licenses\": [{\"license\": {\"id\": \"%s\"}}],\n"
                                .formatted(spdx(name)))
                        .orElse("")
                + (changed
                        ? "     \"pedigree\": {\"notes\": \"the classes are the publisher's in a newer"
                                + " format; his jar has the SHA-256 %s\"},\n"
                                        .formatted(sha256(original))
                        : "")
                + "     \"properties\": [{\"name\": \"transfer:file\", \"value\": \"lib/%s\"}]}"
                        .formatted(library.jar().getFileName());
    }

    /** The text of a licence may be a publisher's own, the identifier is everybody's. */
    private static String spdx(String licence) {
        return licence.startsWith("BSD-3-Clause-") ? "BSD-3-Clause" : licence;
    }

    private String runtime(Path jdk) throws IOException, GeneralSecurityException {
        Properties whole = new Properties();
        try (var input = Files.newInputStream(jdk.resolve("release"))) {
            whole.load(input);
        }
        Properties ours = new Properties();
        try (var input = Files.newInputStream(bundle.resolve("runtime/release"))) {
            ours.load(input);
        }
        String version = value(whole, "JAVA_RUNTIME_VERSION");
        String name = "openjdk-" + version;
        references.add(name);
        List<String> files = new ArrayList<>();
        for (String file : List.of("lib/modules", "lib/server/libjvm.so")) {
            files.add(
                    "       {\"type\": \"file\", \"name\": \"runtime/%s\", \"hashes\":\n"
                                    .formatted(file)
                            + "        [{\"alg\": \"SHA-256\", \"content\": \"%s\"}]}"
                                    .formatted(sha256(bundle.resolve("runtime").resolve(file))));
        }
        return "    {\"type\": \"platform\", \"bom-ref\": \"%s\", \"name\": \"OpenJDK\", \"version\": \"%s\",\n"
                        .formatted(name, version)
                + "     \"supplier\": {\"name\": \"%s\"},\n".formatted(value(whole, "IMPLEMENTOR"))
                + "     \"licenses\": [{\"expression\": \"GPL-2.0-only WITH"
                + " Classpath-exception-2.0\"}],\n"
                + "     \"components\": [\n"
                + String.join(",\n", files)
                + "],\n"
                + "     \"properties\": [{\"name\": \"transfer:modules\", \"value\": \"%s\"}]}"
                        .formatted(value(ours, "MODULES"));
    }

    private static String value(Properties release, String key) {
        String quoted = release.getProperty(key);
        if (quoted == null || !quoted.matches("\"[^\"\\\\]*\"")) {
            throw new IllegalStateException("the runtime does not tell its " + key);
        }
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String sha256(Path file) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    }
}
