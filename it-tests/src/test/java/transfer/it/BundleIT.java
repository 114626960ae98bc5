package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive that {@code ./package} makes, as somebody unpacks it who has no Java. */
class BundleIT {
    private static final long MOST_BYTES = 80_000_000;

    @TempDir Path folder;
    private Path archive;
    private Path bundle;

    @BeforeEach
    void unpackIt() throws Exception {
        archive = Packed.make();
        bundle = Packed.unpack(archive, folder.resolve("a place"));
        Files.writeString(folder.resolve("a"), "content");
    }

    /** Nothing on the path but what every system has, and no Java. */
    private Program program(Path script) throws IOException {
        return Program.transfer(folder)
                .with("PATH", "/usr/bin:/bin")
                .with("SCRIPT", script.toString())
                .through("sh", "-c", "shift; exec \"$SCRIPT\" \"$@\"", "sh");
    }

    private Program program() throws IOException {
        return program(bundle.resolve("bin/transfer"));
    }

    private void assertCopies(Program program) throws Exception {
        Files.deleteIfExists(folder.resolve("b"));
        program.run("cp", "a", "b").exited(0).says("1 of 1 done");
        assertEquals("content", Files.readString(folder.resolve("b")));
    }

    /** Whether it runs the class {@code Main} that the cache holds. */
    private boolean usesTheCache() throws Exception {
        Path log = folder.resolve("classes");
        assertCopies(program().with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log));
        String main =
                Files.readAllLines(log).stream()
                        .filter(line -> line.contains(" transfer.cli.Main source: "))
                        .findFirst()
                        .orElseThrow();
        return main.endsWith("shared objects file");
    }

    @Test
    void itCopiesWithAllClassesFromTheCache() throws Exception {
        assertTrue(usesTheCache());
    }

    /**
     * The compilers' levels at which they worked on methods whose names begin so, of 1 (once,
     * quickly) to 4.
     */
    private Set<String> compiled(String methods, String... command) throws Exception {
        Path log = folder.resolve("compiled");
        program()
                .with("JAVA_TOOL_OPTIONS", "-Xlog:jit+compilation=debug:file=" + log)
                .run(command)
                .exited(0);
        Pattern line = Pattern.compile(".* ([1-4]) +" + Pattern.quote(methods) + ".*");
        return Files.readAllLines(log).stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void whatIsBusyButComputesNothingIsCompiledOnceAndQuickly() throws Exception {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            list.append("%1$s/a %1$s/copy%2$d\n".formatted("file://" + folder, i));
        }
        Files.writeString(folder.resolve("list"), list);
        assertEquals(Set.of("1"), compiled("transfer.engine.TransferTask::", "-f", "list"));
    }

    @Test
    void whatComputesIsOptimizedAsEver() throws Exception {
        try (RandomAccessFile large = new RandomAccessFile(folder.resolve("c").toFile(), "rw")) {
            large.setLength(64 << 20);
        }
        assertTrue(compiled("sun.security.provider.", "checksum", "c").contains("4"));
    }

    /**
     * What a list of one item has the runtime make or look for anew. Each such class, and each look
     * into a jar, takes longer than the file.
     */
    private List<String> madeAnew(String source) throws Exception {
        Path log = folder.resolve("classes");
        Files.writeString(
                folder.resolve("list.json"),
                "[{\"type\":\"transfer\",\"src_urls\":[{\"site_label\":\"site\",\"url\":\""
                        + source
                        + "\"}],\"dest_urls\":[{\"site_label\":\"local\",\"url\":\"file://"
                        + folder.resolve("c")
                        + "\"}]}]");
        program()
                .with("JAVA_TOOL_OPTIONS", "-Xlog:class+load,class+init:file=" + log)
                .run("-f", "list.json", "-m", "1");
        List<String> classes = Files.readAllLines(log);
        assertTrue(classes.stream().anyMatch(line -> line.contains("transfer.engine.EngineRun ")));
        assertTrue(
                classes.stream()
                        .anyMatch(
                                line -> line.contains("Initializing 'transfer/engine/EngineRun'")));
        assertTrue(
                classes.stream()
                        .noneMatch(line -> line.contains("Initializing 'java/math/BigDecimal'")),
                "tables for numbers that no list holds");
        return classes.stream()
                .filter(line -> line.contains(" source: "))
                .filter(line -> !line.endsWith("shared objects file"))
                // the cache has none of these, and any thread needs them
                .filter(line -> !line.contains(" jdk.internal.event."))
                .toList();
    }

    @Test
    void aLocalListFindsAllItNeedsInTheCache() throws Exception {
        assertEquals(List.of(), madeAnew("file://" + folder.resolve("a")));
        assertEquals("content", Files.readString(folder.resolve("c")));
    }

    /** Where the program's jar names its libraries, the runtime notes less about the 33rd. */
    @Test
    void whatAStartLoadsComesFromFewJarsAllOfThemEarly() throws Exception {
        Path log = folder.resolve("classes");
        program()
                .with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log)
                .run("--version")
                .exited(0);
        Set<String> loaded =
                Files.readAllLines(log).stream()
                        .map(line -> line.replaceAll(".*\\] | source: .*", "").replace('.', '/'))
                        .map(name -> name + ".class")
                        .collect(Collectors.toSet());
        assertTrue(loaded.contains("transfer/cli/Main.class"), loaded::toString);
        File lib = bundle.resolve("lib").toFile();
        Path program = lib.listFiles((_, name) -> name.startsWith("transfer-cli-"))[0].toPath();
        List<Path> jars = new ArrayList<>(List.of(program));
        try (JarFile jar = new JarFile(program.toFile())) {
            String others = jar.getManifest().getMainAttributes().getValue("Class-Path");
            for (String other : others.split(" ")) {
                jars.add(program.resolveSibling(other));
            }
        }
        List<Integer> places = new ArrayList<>();
        for (Path file : jars) {
            try (JarFile jar = new JarFile(file.toFile())) {
                if (jar.stream().anyMatch(entry -> loaded.contains(entry.getName()))) {
                    places.add(jars.indexOf(file));
                }
            }
        }
        assertTrue(places.size() <= 5 && places.getLast() < 32, places::toString);
    }

    @Test
    void whereTheZoneIsUtcTheHistoryOfZonesIsNotRead() throws Exception {
        Path log = folder.resolve("classes");
        program()
                .with("TZ", "UTC")
                .with("JAVA_TOOL_OPTIONS", "-Xlog:class+init:file=" + log)
                .run("cp", "a", "c")
                .exited(0);
        String classes = Files.readString(log);
        assertTrue(classes.contains("'transfer/engine/EngineRun'"));
        assertFalse(classes.contains("'sun/util/calendar/ZoneInfoFile'"));
    }

    private static HttpServer server() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", BundleIT::answer);
        server.start();
        return server;
    }

    /**
     * Method handles that the cache does not hold are put together class by class, two dozen of
     * them for one call of a constructor by reflection. Some are for the pollers of virtual
     * threads, which some trainings miss.
     */
    @Test
    void aFileByHttpCallsNothingByReflectionThatNeedsClassesOfItsOwn() throws Exception {
        HttpServer server = server();
        List<String> made;
        try {
            made = madeAnew("http://127.0.0.1:" + server.getAddress().getPort() + "/a");
        } finally {
            server.stop(0);
        }
        assertEquals("over the net", Files.readString(folder.resolve("c")));
        List<String> handles =
                made.stream().filter(line -> line.contains(" java.lang.invoke.")).toList();
        assertTrue(handles.size() < 10, handles::toString);
    }

    /** Each jar that a class of the cache comes from takes its time. Two: both name services. */
    @Test
    void ourOwnModulesAreInTwoJarsAtMost() throws Exception {
        List<String> ours;
        try (Stream<Path> jars = Files.list(bundle.resolve("lib"))) {
            ours =
                    jars.filter(file -> file.toString().endsWith(".jar"))
                            .filter(jar -> !isForeign(jar))
                            .map(jar -> jar.getFileName().toString())
                            .toList();
        }
        assertTrue(ours.size() <= 2, ours::toString);
    }

    /** Two: the search that stops there is for a logger. */
    @Test
    void aFileByHttpOpensTwoJarsAtMost() throws Exception {
        HttpServer server = server();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/a";
            Ended ended =
                    program()
                            .with("JAVA_TOOL_OPTIONS", "-Dsun.misc.URLClassPath.debug=true")
                            .run("cp", "-m", "1", url, "c");
            ended.exited(0);
            List<String> opened =
                    Stream.concat(ended.err().lines(), ended.out().lines())
                            .filter(line -> line.startsWith("Opening file:"))
                            .toList();
            assertTrue(opened.size() <= 2, opened::toString);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void itIsFoundOnThePathBeforeAnOldJavaAndWithAHomeOfJavaThatIsNone() throws Exception {
        Path old = Files.createDirectory(folder.resolve("old"));
        Files.writeString(old.resolve("java"), "#!/bin/sh\nexit 99\n");
        assertTrue(old.resolve("java").toFile().setExecutable(true));
        assertCopies(
                Program.transfer(folder)
                        .with("PATH", old + ":" + bundle.resolve("bin") + ":/usr/bin:/bin")
                        .with("JAVA_HOME", "/there is/no such place")
                        .through("sh", "-c", "shift; exec transfer \"$@\"", "sh"));
    }

    @Test
    void theDropInNamesAreThere() throws Exception {
        program(bundle.resolve("bin/pegasus-transfer"))
                .run("--bogus")
                .exited(2)
                .says("error: no such option: --bogus");
        program(bundle.resolve("bin/pegasus-integrity")).run("--bogus").exited(2);
    }

    @Test
    void aLinkFromElsewhereWorks() throws Exception {
        Path link =
                Files.createSymbolicLink(
                        folder.resolve("linked"), bundle.resolve("bin/pegasus-transfer"));
        program(link).run("--bogus").exited(2).says("error: no such option: --bogus");
        Path home = Files.createSymbolicLink(folder.resolve("to the bundle"), bundle);
        assertCopies(program(home.resolve("bin/transfer")));
    }

    @Test
    void itMayBeMovedAndKeepsItsCache() throws Exception {
        bundle = Files.move(bundle, folder.resolve("moved to another place"));
        assertTrue(usesTheCache());
    }

    @Test
    void itNeedsNoRightToWriteWhereItIs() throws Exception {
        String readOnly =
                "mount --bind \"$HERE\" \"$HERE\" && mount -o remount,bind,ro \"$HERE\" || exit 77;"
                        + " ! touch \"$HERE/x\" 2> /dev/null || exit 78; shift; exec \"$SCRIPT\" \"$@\"";
        assertCopies(
                program()
                        .with("HERE", bundle.toString())
                        .through(
                                "unshare",
                                "--map-root-user",
                                "--mount",
                                "sh",
                                "-c",
                                readOnly,
                                "sh"));
    }

    /** The runtime would run what the cache holds, whatever became of the jar. */
    @ParameterizedTest
    @ValueSource(ints = {-86_400, -1, 1, 86_400})
    void aReplacedJarIsRunWhetherItIsOlderOrNewer(int seconds) throws Exception {
        Path jar = Packed.only(bundle.resolve("lib"), "transfer-cli-");
        FileTime built = Files.getLastModifiedTime(jar);
        try (FileSystem entries = FileSystems.newFileSystem(jar)) {
            Path manifest = entries.getPath("META-INF/MANIFEST.MF");
            String replaced =
                    Files.readString(manifest)
                            .replaceFirst(
                                    "Implementation-Version: .*", "Implementation-Version: other");
            Files.writeString(manifest, replaced);
        }
        Files.setLastModifiedTime(
                jar, FileTime.from(built.toInstant().plus(Duration.ofSeconds(seconds))));

        program().run("--version").exited(0).prints("transfer other\n");
        assertFalse(usesTheCache());
    }

    /** As images and repositories of files do it that are to be the same again. */
    @Test
    void aReplacedJarIsRunAlsoWhereAllFilesGotOneTime() throws Exception {
        Packed.run("find", bundle.toString(), "-exec", "touch", "-h", "-d", "@1", "{}", "+");
        assertTrue(usesTheCache());
        aReplacedJarIsRunWhetherItIsOlderOrNewer(1);
        Packed.run("find", bundle.toString(), "-exec", "touch", "-h", "-d", "@1", "{}", "+");
        assertFalse(usesTheCache());
    }

    @Test
    void optionsOfJavaForOtherProgramsDoNotStopIt() throws Exception {
        assertCopies(program().with("JAVA_TOOL_OPTIONS", "-Xmx1g -XX:+UseG1GC"));
        assertCopies(program().with("JDK_JAVA_OPTIONS", "-XX:+UseParallelGC"));
    }

    /** In KiB: batch systems limit addresses where they mean memory. */
    @Test
    void itRunsInAnAddressSpaceOfTwoGigabytes() throws Exception {
        String limited = "ulimit -v 2000000; shift; exec \"$SCRIPT\" \"$@\"";
        assertCopies(program().through("sh", "-c", limited, "sh"));
    }

    @Test
    void whatIsMadeIsNamedAsSeenFromWhereOneIs() throws Exception {
        String command = "cd /tmp && \"$0\" --built";
        String said = Packed.run("sh", "-c", command, Packed.ROOT.resolve("package").toString());
        assertEquals(archive + " is current\n", said);
    }

    @Test
    void aJarThatIsGoneIsNotRunEither() throws Exception {
        Files.delete(Packed.only(bundle.resolve("lib"), "jsch-"));
        assertFalse(usesTheCache());
    }

    @Test
    void aCopyThatLostTheTimesKeepsItsCache() throws Exception {
        Path copy = folder.resolve("copy");
        Packed.run("cp", "-R", bundle.toString(), copy.toString());
        bundle = copy;
        assertTrue(usesTheCache());
    }

    /** The certificate's key is one on an elliptic curve. */
    @Test
    void theRuntimeSpeaksTls() throws Exception {
        TestAuthority authority = TestAuthority.make(folder);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
        server.createContext("/", BundleIT::answer);
        server.start();
        try {
            String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/a";
            program()
                    .with("X509_CERT_DIR", authority.directory().toString())
                    .run("cp", "-m", "1", url, "b")
                    .exited(0);
        } finally {
            server.stop(0);
        }
        assertEquals("over the net", Files.readString(folder.resolve("b")));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] content = "over the net".getBytes(StandardCharsets.UTF_8);
            boolean wanted = exchange.getRequestMethod().equals("GET");
            exchange.sendResponseHeaders(200, wanted ? content.length : -1);
            if (wanted) {
                exchange.getResponseBody().write(content);
            }
        }
    }

    @Test
    void itBringsAManualTheCompletionAndTheLicenceOfEachLibrary() throws Exception {
        assertTrue(Files.size(archive) <= MOST_BYTES);
        assertTrue(Files.size(bundle.resolve("share/man/man1/transfer.1")) > 0);
        assertTrue(Files.size(bundle.resolve("share/bash-completion/completions/transfer")) > 0);
        Path licences = bundle.resolve("share/doc/transfer/licences");
        List<String> told = Files.readAllLines(licences.resolve("index.txt"));
        try (Stream<Path> jars = Files.list(bundle.resolve("lib"))) {
            for (Path jar : jars.filter(BundleIT::isForeign).toList()) {
                String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
                String line =
                        told.stream()
                                .filter(known -> known.startsWith(name + ": "))
                                .findFirst()
                                .orElseThrow(() -> new AssertionError("no licence of " + name));
                Path text = licences.resolve(line.substring(name.length() + 2) + ".txt");
                assertTrue(Files.isDirectory(licences.resolve(name)) || Files.exists(text), line);
            }
        }
    }

    private static boolean isForeign(Path file) {
        try {
            if (!file.toString().endsWith(".jar")) {
                return false;
            }
            try (FileSystem entries = FileSystems.newFileSystem(file)) {
                return !Files.isDirectory(entries.getPath("/transfer"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
