package transfer.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.ByteText;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

/**
 * Metadata of files as RO-Crate 1.2 has them: each file with its size and SHA-256, and for each the
 * action that brought it, by whom, with which program, from where.
 *
 * <p>Belongs to one thread.
 */
public final class RoCrate {
    /** The name that the file of metadata must have, or end in. */
    public static final String NAME = "ro-crate-metadata.json";

    private static final String VERSION = "https://w3id.org/ro/crate/1.2";

    private final TransferUrl root;
    private final JsonGenerator json;
    private final Set<String> described = new HashSet<>();
    private int outside;

    /**
     * What nobody can tell from receipts.
     *
     * @param name of the whole, for people
     * @param license a URL, or words; empty when nobody has said
     * @param published when
     */
    public record Terms(String name, Optional<String> license, Instant published) {}

    private RoCrate(TransferUrl root, JsonGenerator json) {
        this.root = root;
        this.json = json;
    }

    /**
     * Writes the metadata. Files below its directory have relative names in it, others URLs.
     *
     * @param file replaced in one step if it is there
     * @return how many files of this machine are not below its directory, so that nobody elsewhere
     *     finds them
     */
    public static int write(Path file, List<PlacedReceipt> files, Terms terms) throws IOException {
        Path whole = file.toAbsolutePath();
        Path hidden = whole.resolveSibling("." + whole.getFileName() + ".part");
        int outside;
        try (Writer writer = Files.newBufferedWriter(hidden, StandardCharsets.UTF_8);
                JsonGenerator json =
                        new JsonFactory()
                                .createGenerator(writer)
                                .setPrettyPrinter(new DefaultPrettyPrinter())) {
            RoCrate crate = new RoCrate(TransferUrl.ofPath(whole.getParent()), json);
            crate.write(files, terms);
            outside = crate.outside;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(hidden);
            throw e;
        }
        Files.move(
                hidden, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return outside;
    }

    private void write(List<PlacedReceipt> files, Terms terms) throws IOException {
        List<String> ids = new ArrayList<>();
        for (PlacedReceipt file : files) {
            ids.add(id(file.place()));
        }
        json.writeStartObject();
        json.writeStringField("@context", VERSION + "/context");
        json.writeArrayFieldStart("@graph");
        begin(NAME, "CreativeWork");
        reference("about", "./");
        reference("conformsTo", VERSION);
        json.writeEndObject();
        writeRoot(ids, terms);
        // receipts of several runs may tell of one place
        Map<String, PlacedReceipt> last = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            last.merge(ids.get(i), files.get(i), RoCrate::later);
        }
        for (Map.Entry<String, PlacedReceipt> file : last.entrySet()) {
            writeFile(file.getValue(), file.getKey());
        }
        for (int i = 0; i < files.size(); i++) {
            writeAction(files.get(i).receipt(), ids.get(i), i + 1);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static PlacedReceipt later(PlacedReceipt first, PlacedReceipt second) {
        return first.receipt().ended().isAfter(second.receipt().ended()) ? first : second;
    }

    private void begin(String id, String type) throws IOException {
        json.writeStartObject();
        json.writeStringField("@id", id);
        json.writeStringField("@type", type);
        described.add(id);
    }

    private void reference(String property, String id) throws IOException {
        json.writeObjectFieldStart(property);
        json.writeStringField("@id", id);
        json.writeEndObject();
    }

    private void writeRoot(List<String> ids, Terms terms) throws IOException {
        begin("./", "Dataset");
        json.writeStringField("name", readable(terms.name()));
        json.writeStringField(
                "description",
                Set.copyOf(ids).size()
                        + " files with their sizes and SHA-256, and how each came here");
        json.writeStringField("datePublished", time(terms.published()));
        Optional<String> licenseUrl = terms.license().filter(text -> text.matches("https?://\\S+"));
        if (licenseUrl.isPresent()) {
            reference("license", licenseUrl.get());
        } else {
            json.writeStringField(
                    "license",
                    readable(
                            terms.license()
                                    .orElse(
                                            "Not stated; ask whoever is responsible for the data")));
        }
        json.writeArrayFieldStart("hasPart");
        for (String id : new LinkedHashSet<>(ids)) {
            json.writeStartObject();
            json.writeStringField("@id", id);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        if (licenseUrl.isPresent()) {
            begin(licenseUrl.get(), "CreativeWork");
            json.writeStringField("name", licenseUrl.get());
            json.writeStringField("description", "The license of these files");
            json.writeEndObject();
        }
    }

    private void writeFile(PlacedReceipt file, String id) throws IOException {
        Receipt receipt = file.receipt();
        String name = name(receipt.destination());
        begin(id, "File");
        json.writeStringField("name", readable(name));
        json.writeStringField("contentSize", Long.toString(receipt.size()));
        if (receipt.digest(DigestAlgorithm.SHA_256).isPresent()) {
            json.writeStringField("sha256", receipt.digest(DigestAlgorithm.SHA_256).get().hex());
        }
        String format = URLConnection.getFileNameMap().getContentTypeFor(readable(name));
        if (format != null) {
            json.writeStringField("encodingFormat", format);
        }
        json.writeStringField(
                file.place().isLocal() ? "dateCreated" : "sdDatePublished", time(receipt.ended()));
        json.writeEndObject();
    }

    private void writeAction(Receipt receipt, String id, int number) throws IOException {
        String source = source(receipt.source());
        String program = "#" + PlacedReceipt.escaped(receipt.author().program(), "%#");
        String user =
                "#"
                        + PlacedReceipt.escaped(
                                receipt.author().user() + "@" + receipt.author().host(), "%#");
        begin("#transfer-" + number, "CreateAction");
        json.writeStringField("name", readable("Transfer of " + name(receipt.destination())));
        json.writeStringField(
                "description",
                readable(
                        receipt.verdict()
                                + (receipt.reason().isEmpty() ? "" : ": " + receipt.reason())));
        json.writeStringField("startTime", time(receipt.started()));
        json.writeStringField("endTime", time(receipt.ended()));
        reference("actionStatus", "http://schema.org/CompletedActionStatus");
        reference("agent", user);
        reference("instrument", program);
        reference("object", source);
        reference("result", id);
        json.writeEndObject();
        if (!described.contains(source)) {
            begin(source, "CreativeWork");
            json.writeStringField("name", readable(name(receipt.source())));
            json.writeEndObject();
        }
        if (!described.contains(user)) {
            begin(user, "Person");
            json.writeStringField("name", readable(receipt.author().user()));
            json.writeEndObject();
        }
        if (!described.contains(program)) {
            begin(program, "SoftwareApplication");
            json.writeStringField("name", readable(receipt.author().program().split(" ", 2)[0]));
            json.writeStringField("version", readable(receipt.author().program()));
            json.writeEndObject();
        }
    }

    private static String source(String url) {
        try {
            return PlacedReceipt.uri(TransferUrl.parse(url));
        } catch (MalformedUrlException _) {
            return PlacedReceipt.escaped(url, "");
        }
    }

    /** Relative below the directory of the metadata, a URL elsewhere. */
    private String id(TransferUrl place) {
        if (!place.isLocal()) {
            return PlacedReceipt.uri(place);
        }
        String below = root.path().endsWith("/") ? root.path() : root.path() + "/";
        String path = TransferUrl.ofPath(place.toPath().normalize()).path();
        if (path.startsWith(below)) {
            // a colon in the first part would make that a scheme
            return PlacedReceipt.escaped(path.substring(below.length()), "%#?:[]");
        }
        outside++;
        return PlacedReceipt.uri(place);
    }

    /** The specification has no room for less than milliseconds. */
    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String name(String url) {
        String path = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Bytes that are no text as the sign for that. */
    private static String readable(String text) {
        return new String(ByteText.encode(text), StandardCharsets.UTF_8);
    }
}
