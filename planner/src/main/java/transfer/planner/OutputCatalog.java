package transfer.planner;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The replica catalog in which outputs are noted while a workflow runs, by many jobs at once: each
 * change is made under a lock beside the catalog, and the catalog is replaced as a whole, so that
 * nothing gets lost, and a killed job leaves it as it was.
 *
 * <p>One object for each process and catalog; that may be used by several threads.
 */
public final class OutputCatalog {
    private final CatalogForm form;
    private final Path file;
    private final boolean isDeep;
    private final Surroundings surroundings;

    private OutputCatalog(CatalogForm form, Path file, boolean isDeep, Surroundings surroundings) {
        this.form = form;
        this.file = file;
        this.isDeep = isDeep;
        this.surroundings = surroundings;
    }

    /**
     * The catalog that the properties name.
     *
     * @param properties the properties file of the run
     * @param prefix what the properties of the catalog begin with; an empty word for the usual one
     * @throws IOException when the properties cannot be read
     * @throws PlanningException when they name no catalog that can be written
     */
    public static OutputCatalog of(Path properties, String prefix, Surroundings surroundings)
            throws IOException, PlanningException {
        Defects defects = new Defects();
        Path path = surroundings.directory().resolve(properties);
        String name = prefix.isEmpty() ? CatalogForm.OUTPUTS : prefix;
        try (Reader text = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            Properties read =
                    Properties.of(
                            surroundings.environment(),
                            properties.toString(),
                            text,
                            Map.of(),
                            defects);
            Optional<CatalogForm> form = CatalogForm.of(read, name);
            Optional<String> file = read.get(name + ".file");
            if (file.isEmpty()) {
                read.defect(name + ".file", "is missing: the file in which outputs are noted");
            }
            boolean isDeep = read.says("pegasus.register.deep", true);
            defects.check();
            return new OutputCatalog(
                    form.orElseThrow(),
                    surroundings.directory().resolve(file.orElseThrow()).normalize(),
                    isDeep,
                    surroundings);
        }
    }

    /** The properties of the catalog that a run gets for its outputs when none is named. */
    static Map<String, String> usual(Path submitDirectory, String label) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(CatalogForm.OUTPUTS, "YAML");
        properties.put(
                CatalogForm.OUTPUTS + ".file",
                submitDirectory.resolve(label + ".replicas.yml").toString());
        return properties;
    }

    /** The file it is kept in. */
    public Path file() {
        return file;
    }

    /**
     * Notes outputs. What is known already is noted once.
     *
     * @param list lines of the text format of replica catalogs
     * @param name of the list, for messages
     * @param facts {@code .meta} files with sizes and checksums of outputs
     * @return how many of the places were not known before
     * @throws IOException when a file cannot be read, locked or written
     * @throws PlanningException when the list, a file of facts or the catalog cannot be understood
     */
    public int note(List<String> list, String name, List<Path> facts)
            throws IOException, PlanningException {
        Defects defects = new Defects();
        OutputFacts known = new OutputFacts(defects);
        for (Path each : facts) {
            known.read(surroundings.directory().resolve(each));
        }
        List<OutputNote> notes = new ArrayList<>();
        new TextReplicas(name, line -> notes.add(note(line, known)), defects).read(list);
        defects.check();
        return notes.isEmpty() ? 0 : add(notes);
    }

    private OutputNote note(TextReplicas.Line line, OutputFacts known) {
        Map<String, String> facts = new LinkedHashMap<>(line.pairs());
        Map<String, String> found = known.of(line.lfn());
        facts.putAll(found.isEmpty() && !isDeep ? known.ofBaseName(line.lfn()) : found);
        return new OutputNote(line.lfn(), line.replica(), facts);
    }

    private synchronized int add(List<OutputNote> notes) throws IOException, PlanningException {
        Path place = Files.exists(file) ? file.toRealPath() : file;
        Files.createDirectories(place.getParent());
        try (FileChannel channel =
                        FileChannel.open(
                                hidden(place, ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = lock(channel)) {
            Defects defects = new Defects();
            CatalogEntries entries = CatalogEntries.read(form, place, surroundings, defects);
            defects.check();
            int added = 0;
            for (OutputNote note : notes) {
                added += entries.note(note) ? 1 : 0;
            }
            if (entries.isChanged()) {
                replace(place, entries.text());
            }
            return added;
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.lock();
        } catch (OverlappingFileLockException e) {
            throw new IOException(file + " is being written by another part of this process", e);
        }
    }

    private static Path hidden(Path place, String suffix) {
        return place.resolveSibling("." + place.getFileName() + suffix);
    }

    private static void replace(Path place, String text) throws IOException {
        Path unfinished = hidden(place, ".part");
        Files.deleteIfExists(unfinished); // of one that was killed
        Files.writeString(unfinished, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        if (Files.exists(place)) {
            Files.setPosixFilePermissions(
                    unfinished, Files.getPosixFilePermissions(place, new LinkOption[0]));
        }
        Files.move(
                unfinished,
                place,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
