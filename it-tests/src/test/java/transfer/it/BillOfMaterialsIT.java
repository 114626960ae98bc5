package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle's bill of materials, against what is really in the bundle. */
class BillOfMaterialsIT {
    @TempDir Path folder;
    private Path bundle;
    private Map<String, Object> bill;

    @BeforeEach
    void unpackIt() throws Exception {
        bundle = Packed.unpack(Packed.make(), folder.resolve("unpacked"));
        bill =
                Json.object(
                        Files.readString(bundle.resolve("share/doc/transfer/transfer.cdx.json")));
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    }

    private static Map<String, Object> first(Object list) {
        return objects(list).getFirst();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(Object list) {
        return (List<Map<String, Object>>) list;
    }

    private List<Map<String, Object>> components(String type) {
        return objects(bill.get("components")).stream()
                .filter(component -> component.get("type").equals(type))
                .toList();
    }

    @Test
    void itNamesEachJarWithItsDigestAndNoOther() throws Exception {
        Map<String, String> there = new TreeMap<>();
        try (Stream<Path> files = Files.list(bundle.resolve("lib"))) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                there.put("lib/" + jar.getFileName(), sha256(jar));
            }
        }
        Map<String, String> told = new TreeMap<>();
        for (Map<String, Object> library : components("library")) {
            told.put(
                    (String) first(library.get("properties")).get("value"),
                    (String) first(library.get("hashes")).get("content"));
        }
        assertEquals(there, told);
    }

    @Test
    void everythingOfOthersHasALicenceAPublisherAndAVersion() {
        for (Map<String, Object> library : components("library")) {
            String url = "pkg:maven/%s/%s@%s";
            assertEquals(
                    url.formatted(
                            library.get("group"), library.get("name"), library.get("version")),
                    library.get("purl"));
            if (!library.get("group").equals("transfer")) {
                Object licence = first(library.get("licenses")).get("license");
                assertTrue(licence.toString().matches("\\{id=[A-Za-z0-9.-]+}"), url);
            }
        }
    }

    @Test
    void theRuntimeIsPartOfIt() throws Exception {
        Map<String, Object> runtime = components("platform").getFirst();
        assertTrue(runtime.get("version").toString().startsWith("25."), runtime::toString);
        List<Map<String, Object>> files = objects(runtime.get("components"));
        assertEquals(2, files.size());
        for (Map<String, Object> file : files) {
            assertEquals(
                    sha256(bundle.resolve(file.get("name").toString())),
                    first(file.get("hashes")).get("content"));
        }
    }

    @Test
    void itIsABillOfVersionOneSixWhoseReferencesMeet() {
        assertEquals("CycloneDX", bill.get("bomFormat"));
        assertEquals("1.6", bill.get("specVersion"));
        assertTrue(
                bill.get("serialNumber")
                        .toString()
                        .matches("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        List<Object> named =
                objects(bill.get("components")).stream().map(one -> one.get("bom-ref")).toList();
        assertEquals(named.size(), named.stream().distinct().count());
        assertEquals(named, first(bill.get("dependencies")).get("dependsOn"));
    }
}
