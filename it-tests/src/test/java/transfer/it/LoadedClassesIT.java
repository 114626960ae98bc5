package transfer.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run pays for what it uses, so it must not load what it does not. */
class LoadedClassesIT {
    @TempDir Path folder;

    /** The names of all classes that a list of this one item makes the program load. */
    private List<String> loaded(String item) throws Exception {
        return loaded(item, Map.of());
    }

    private List<String> loaded(String item, Map<String, String> environment) throws Exception {
        Path log = folder.resolve("classes");
        Program program = Program.transfer(folder);
        environment.forEach(program::with);
        Ended ended =
                program.with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log)
                        .input(item + "\n")
                        .run("-m", "1");
        assertFalse(ended.err().contains("SLF4J"), ended::err);
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" source: "))
                .map(line -> line.substring(line.lastIndexOf(']') + 1, line.indexOf(" source: ")))
                .map(String::strip)
                .toList();
    }

    private static List<String> ofPackage(String start, List<String> classes) {
        return classes.stream().filter(name -> name.startsWith(start)).toList();
    }

    @Test
    void aLocalListLoadsNothingThatSpeaksHttp() throws Exception {
        Files.writeString(folder.resolve("a"), "content");

        List<String> classes = loaded("file://" + folder + "/a file://" + folder + "/b");

        assertEquals("content", Files.readString(folder.resolve("b")));
        assertTrue(classes.contains("transfer.cli.Main"));
        assertEquals(List.of(), ofPackage("okhttp3.", classes));
        assertEquals(List.of(), ofPackage("okio.", classes));
        assertEquals(List.of(), ofPackage("kotlin.", classes));
        assertEquals(List.of(), ofPackage("org.apache.commons.compress.", classes));
        assertEquals(List.of(), ofPackage("transfer.planner.", classes));
        assertEquals(List.of(), ofPackage("org.snakeyaml.", classes));
        assertNoCloud(classes);
    }

    /** What the libraries of Amazon and Google hold. */
    private static void assertNoCloud(List<String> classes) {
        assertEquals(List.of(), ofPackage("software.amazon.", classes));
        assertEquals(List.of(), ofPackage("com.google.", classes));
    }

    /** The other way round, so that the tests here cannot pass by looking for the wrong names. */
    @Test
    void aListWithHttpsLoadsIt() throws Exception {
        List<String> classes = loaded("https://127.0.0.1:1/a file://" + folder + "/b");

        assertTrue(ofPackage("okhttp3.", classes).size() > 10);
        assertNoCloud(classes);
    }

    @Test
    void aListWithHttpInClearLoadsNoLibraryForIt() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 7);
                    exchange.getResponseBody().write("content".getBytes(US_ASCII));
                    exchange.close();
                });
        server.start();
        try {
            List<String> classes =
                    loaded(
                            "http://127.0.0.1:"
                                    + server.getAddress().getPort()
                                    + "/a file://"
                                    + folder
                                    + "/b");

            assertEquals("content", Files.readString(folder.resolve("b")));
            assertTrue(classes.contains("transfer.protocol.httpclient.PlainConnection"));
            assertEquals(List.of(), ofPackage("okhttp3.", classes));
            assertEquals(List.of(), ofPackage("okio.", classes));
            assertEquals(List.of(), ofPackage("kotlin.", classes));
        } finally {
            server.stop(0);
        }
    }

    /** With keys that a file holds, nobody has to be asked. */
    @Test
    void aListWithS3LoadsNothingOfAmazonsUnlessItHasToFindKeys() throws Exception {
        Path keys =
                Secrets.file(
                        folder.resolve("keys"),
                        "[site]\nendpoint = http://127.0.0.1:1\n[me@site]\naccess_key = a\n"
                                + "secret_key = "
                                + Secrets.PASSWORD
                                + "\n");
        List<String> classes =
                loaded(
                        "s3://me@site/bucket/key file://" + folder + "/b",
                        Map.of("PEGASUS_CREDENTIALS", keys.toString()));

        assertTrue(classes.contains("transfer.protocol.s3.S3Endpoint"));
        assertNoCloud(classes);
    }

    /** The other way round, as above: a profile is read by what Amazon wrote for it. */
    @Test
    void aListThatLeavesTheKeysToTheEnvironmentLoadsWhatFindsThem() throws Exception {
        Path profile =
                Secrets.file(
                        folder.resolve("profile"),
                        "[default]\naws_access_key_id = a\naws_secret_access_key = "
                                + Secrets.PASSWORD
                                + "\n");
        List<String> classes =
                loaded(
                        "s3://bucket/key file://" + folder + "/b",
                        Map.of(
                                "AWS_SHARED_CREDENTIALS_FILE",
                                profile.toString(),
                                "AWS_ENDPOINT_URL",
                                "http://127.0.0.1:1"));

        assertTrue(ofPackage("software.amazon.awssdk.profiles.", classes).size() > 1);
    }
}
