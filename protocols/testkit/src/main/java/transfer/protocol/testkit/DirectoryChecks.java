package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import transfer.checksum.Checksum;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Inspector;
import transfer.protocol.Remover;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** What {@link Directories} promises, and how reading and removing treat directories. */
@Needs({Ability.READ, Ability.DIRECTORIES, Ability.REMOVE})
abstract class DirectoryChecks extends Checks {
    private static final Set<FailureKind> IN_THE_WAY =
            Set.of(FailureKind.ALREADY_EXISTS, FailureKind.BAD_REQUEST);

    protected final void make(String name) throws TransferException, InterruptedException {
        trial().open(Directories.class, url(name)).makeDirectory(url(name));
    }

    protected final List<TransferUrl> list(String name)
            throws TransferException, InterruptedException {
        return entries(name).stream().map(Directories.Entry::url).toList();
    }

    private List<Directories.Entry> entries(String name)
            throws TransferException, InterruptedException {
        return trial().open(Directories.class, url(name)).list(url(name));
    }

    protected final boolean remove(String name, boolean recursive)
            throws TransferException, InterruptedException {
        return trial().open(Remover.class, url(name)).remove(url(name), recursive);
    }

    private FileStat.Kind kind(String name) throws TransferException, InterruptedException {
        return trial().open(Inspector.class, url(name)).stat(url(name)).kind();
    }

    @Test
    protected void directoryIsMadeWithThoseAboveIt() throws Exception {
        make("a/b/c");

        assertTrue(fixture().exists("a/b/c"));
        assertEquals(FileStat.Kind.DIRECTORY, kind("a/b/c"));
        assertEquals(FileStat.Kind.DIRECTORY, kind("a"));
    }

    @Test
    protected void directoryOfAnyNameIsMade() throws Exception {
        for (String name : Names.all(has(Ability.NAMES_OF_ANY_BYTES)).toList()) {
            make(name);
            assertTrue(fixture().exists(name), name);
        }
    }

    @Test
    protected void directoryThatIsThereIsFineAndKeepsItsContent() throws Exception {
        make("a");
        fixture().put("a/file", Trial.bytes(10));

        make("a");

        assertTrue(fixture().exists("a/file"));
    }

    @Test
    protected void fileInTheWayOfADirectoryStays() throws Exception {
        fixture().put("file", Trial.bytes(10));

        trial().failure(IN_THE_WAY, () -> make("file"));
        trial().failure(IN_THE_WAY, () -> make("file/below"));

        assertArrayEquals(Trial.bytes(10), fixture().get("file").orElseThrow());
    }

    @Test
    protected void listHasEverythingUnderItsNameAndNothingElse() throws Exception {
        Set<String> names =
                Names.all(has(Ability.NAMES_OF_ANY_BYTES))
                        .filter(name -> name.indexOf('/') < 0)
                        .collect(Collectors.toCollection(TreeSet::new));
        for (String name : names) {
            fixture().put("a/" + name, Trial.bytes(10));
        }
        fixture().put("a/sub/file", Trial.bytes(10));
        fixture().put("ab", Trial.bytes(10));
        names.add("sub");

        Set<String> expected = new TreeSet<>();
        names.forEach(name -> expected.add(url("a/" + name).text()));

        assertEquals(expected, withoutSlash(list("a")));
        assertEquals(expected, withoutSlash(list("a/")));
    }

    /** A server may mark directories with a slash at the end. */
    private static Set<String> withoutSlash(List<TransferUrl> urls) {
        return urls.stream()
                .map(TransferUrl::text)
                .map(text -> text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    protected void whatIsListedCanBeRead() throws Exception {
        for (String name : Names.all(has(Ability.NAMES_OF_ANY_BYTES)).toList()) {
            if (name.indexOf('/') < 0) {
                fixture().put("a/" + name, Trial.bytes(10));
            }
        }
        for (TransferUrl url : list("a")) {
            assertArrayEquals(Trial.bytes(10), trial().read(url), url::text);
        }
    }

    /** What a copied tree rests upon: no two files may become one on the way. */
    @Test
    protected void nameInADirectoryIsTheNameOfItsUrl() throws Exception {
        Set<TransferUrl> urls = new HashSet<>();
        for (String directory : List.of("a", "a/")) {
            Directories directories = trial().open(Directories.class, url(directory));
            urls.clear();
            for (String name : inTrees()) {
                TransferUrl child = directories.child(url(directory), name);
                assertEquals(name, directories.name(child), child::text);
                assertTrue(urls.add(child), child::text);
            }
        }
    }

    @Test
    protected void whatIsListedHasTheNameOfItsFile() throws Exception {
        for (String name : inTrees()) {
            fixture().put("a/" + name, Trial.bytes(10));
        }
        Directories directories = trial().open(Directories.class, url("a"));
        Set<String> names = new TreeSet<>();
        for (Directories.Entry listed : directories.list(url("a"))) {
            assertTrue(names.add(directories.name(listed.url())), listed.url()::text);
        }

        assertEquals(new TreeSet<>(inTrees()), names);
    }

    /** So that whoever lists need not ask for each file once more. */
    @Test
    protected void whatIsListedIsWhatThereIs() throws Exception {
        fixture().put("a/empty", new byte[0]);
        fixture().put("a/some", Trial.bytes(Trial.SOME_SIZE));
        fixture().put("a/directory/file", Trial.bytes(10));
        fixture().makeDirectory("a/empty directory");
        if (has(Ability.LINKS)) {
            fixture().put("outside", Trial.bytes(99));
            fixture().link("a/link", "outside");
            fixture().link("a/link to directory", "a/directory");
            fixture().link("a/link to nothing", "missing");
        }
        Inspector inspector = trial().open(Inspector.class, url("a"));
        for (Directories.Entry entry : entries("a")) {
            if (entry.stat().isPresent()) {
                assertAgree(entry.stat().get(), inspector.stat(entry.url()), entry.url());
            }
        }
    }

    private static void assertAgree(FileStat told, FileStat there, TransferUrl url) {
        assertEquals(there.kind(), told.kind(), url::text);
        boolean all = there.kind() == FileStat.Kind.DIRECTORY;
        if (all || told.size().isPresent()) {
            assertEquals(there.size(), told.size(), url::text);
        }
        if (all || told.modified().isPresent()) {
            // some tell it more finely than with the file alone
            assertEquals(seconds(there.modified()), seconds(told.modified()), url::text);
        }
        if (all || told.identity().isPresent()) {
            assertEquals(there.identity(), told.identity(), url::text);
        }
        if (all || told.mode().isPresent()) {
            assertEquals(there.mode(), told.mode(), url::text);
        }
        for (Checksum digest : told.digests()) {
            assertEquals(
                    Optional.of(digest),
                    there.digest(digest.algorithm()).or(() -> Optional.of(digest)),
                    url::text);
        }
    }

    private static Optional<Long> seconds(Optional<Instant> time) {
        return time.map(Instant::getEpochSecond);
    }

    @Test
    protected void listByABeginningHasEverythingThatBeginsSo() throws Exception {
        List<String> wanted = List.of("one", "one more", "one%41", "only", "onward");
        for (String name : wanted) {
            fixture().put("a/" + name, Trial.bytes(10));
        }
        fixture().put("a/one below/file", Trial.bytes(10));
        fixture().put("a/other", Trial.bytes(10));
        Directories directories = trial().open(Directories.class, url("a"));
        Set<String> found = new TreeSet<>();
        Optional<String> after = Optional.empty();
        do {
            Directories.Page page = directories.list(url("a"), "on", after);
            page.entries().forEach(entry -> found.add(directories.name(entry.url())));
            after = page.next();
        } while (after.isPresent());
        found.removeIf(name -> !name.startsWith("on"));

        Set<String> expected = new TreeSet<>(wanted);
        expected.add("one below");
        assertEquals(expected, found);
    }

    @Test
    protected void listByABeginningThatNothingHasIsEmptyOrWithoutIt() throws Exception {
        fixture().put("a/one", Trial.bytes(10));
        Directories directories = trial().open(Directories.class, url("a"));

        for (Directories.Entry entry :
                directories.list(url("a"), "two", Optional.empty()).entries()) {
            assertFalse(directories.name(entry.url()).startsWith("two"), entry.url()::text);
        }
        trial().failure(
                        Set.of(FailureKind.NOT_FOUND),
                        () -> directories.list(url("missing"), "two", Optional.empty()));
    }

    private List<String> inTrees() {
        return Names.inTrees(has(Ability.NAMES_OF_ANY_BYTES));
    }

    @Test
    protected void emptyDirectoryHasAnEmptyList() throws Exception {
        fixture().makeDirectory("empty");

        assertEquals(List.of(), list("empty"));
    }

    @Test
    protected void missingDirectoryIsNotFound() {
        trial().failure(Set.of(FailureKind.NOT_FOUND), () -> list("missing"));
    }

    @Test
    protected void fileIsNoDirectory() throws Exception {
        fixture().put("file", Trial.bytes(10));

        trial().failure(Set.of(FailureKind.BAD_REQUEST), () -> list("file"));
    }

    @Test
    protected void directoryCannotBeRead() throws Exception {
        fixture().put("directory/file", Trial.bytes(10));

        trial().failure(Set.of(FailureKind.BAD_REQUEST), () -> trial().read(url("directory")));
    }

    @Test
    protected void directoryIsNotRemovedAsAFile() throws Exception {
        fixture().put("directory/file", Trial.bytes(10));
        fixture().makeDirectory("empty");

        trial().failure(Set.of(FailureKind.BAD_REQUEST), () -> remove("directory", false));
        trial().failure(Set.of(FailureKind.BAD_REQUEST), () -> remove("empty", false));

        assertTrue(fixture().exists("directory/file"));
        assertTrue(fixture().exists("empty"));
    }

    @Test
    protected void directoryIsRemovedWithEverythingInIt() throws Exception {
        fixture().put("directory/sub/.hidden/file", Trial.bytes(10));
        fixture().put("directory/file", Trial.bytes(10));
        fixture().makeDirectory("directory/empty");
        fixture().put("directory.txt", Trial.bytes(10));

        assertTrue(remove("directory", true));

        assertFalse(fixture().exists("directory"));
        assertEquals(List.of("directory.txt"), fixture().names());
    }
}
