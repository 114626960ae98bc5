package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;
import transfer.list.TransferList.Format;

/** Lists as the tool that this program replaces reads them, and as it refuses them. */
class ExamplesTest {
    private static final String IN = "file:///tmp/pt-example/in/";
    private static final String OUT = "file:///tmp/pt-example/out/";

    private static TransferList read(String name) throws IOException {
        ListDialect dialect =
                new ListDialect(
                        Map.of("PT_EXAMPLE_DIR", "/tmp/pt-example", "PWD", "/scratch/job"), false);
        try (InputStream input =
                Objects.requireNonNull(
                        ExamplesTest.class.getResourceAsStream("/examples/" + name), name)) {
            return TransferList.read(input, dialect);
        }
    }

    private static TransferList sound(String name, Format format) throws IOException {
        TransferList list = read(name);
        assertEquals(List.of(), list.defects());
        assertSame(format, list.format());
        return list;
    }

    private static List<String> defects(String name) throws IOException {
        return read(name).defects().stream().map(Object::toString).toList();
    }

    private static TransferTerms terms(TransferList list, int index) {
        return ((WorkItem.Transfer) list.items().get(index)).terms();
    }

    @Test
    void minimal() throws IOException {
        TransferList list = sound("transfer-01-minimal.in", Format.JSON);
        assertEquals(
                List.of("local " + IN + "hello.txt -> local " + OUT + "01/hello.txt"),
                Reads.shown(list));
        assertEquals(TransferTerms.PLAIN, terms(list, 0));
    }

    @Test
    void allFields() throws IOException {
        TransferList list = sound("transfer-02-all-fields.in", Format.JSON);
        assertEquals(
                List.of(
                        "compute-site "
                                + IN
                                + "does-not-exist.txt, local "
                                + IN
                                + "hello.txt, mirror "
                                + IN
                                + "hello.txt -> compute-site "
                                + OUT
                                + "02/hello.txt"),
                Reads.shown(list));
        assertEquals(
                new TransferTerms("hello.txt", "input", true, true, true, Optional.empty()),
                terms(list, 0));
    }

    @Test
    void links() throws IOException {
        TransferList list = sound("transfer-03-symlink.in", Format.JSON);
        assertEquals(
                List.of(
                        "local "
                                + IN
                                + "hello.txt -> local symlink:///tmp/pt-example/out/03/link.txt",
                        "local "
                                + IN
                                + "not-there-yet.txt -> local"
                                + " symlink:///tmp/pt-example/out/03/dangling.txt",
                        "local file:///tmp/pt-example/in -> local"
                                + " symlink:///tmp/pt-example/out/03/dir"),
                Reads.shown(list));
        assertEquals(
                List.of(true, false, true),
                List.of(
                        terms(list, 0).sourceMustExist(),
                        terms(list, 1).sourceMustExist(),
                        terms(list, 2).sourceMustExist()));
        assertEquals(1, sound("transfer-04-symlink-fails.in", Format.JSON).items().size());
    }

    @Test
    void moves() throws IOException {
        assertEquals(
                List.of(
                        "local "
                                + IN
                                + "to-move.txt -> local moveto:///tmp/pt-example/out/05/moved.txt"),
                Reads.shown(sound("transfer-05-moveto.in", Format.JSON)));
    }

    @Test
    void names() throws IOException {
        TransferList list = sound("transfer-06-names.in", Format.JSON);
        assertEquals(
                List.of(
                        "local "
                                + IN
                                + "with blank and %20.txt -> local "
                                + OUT
                                + "06/with blank and %20.txt",
                        "local "
                                + IN
                                + "hello.txt -> local "
                                + OUT
                                + "06/deep/er/\u00e9t\u00e9.txt"),
                Reads.shown(list));
        assertEquals("d/e/e\u0301t\u00e9.txt", terms(list, 1).lfn());
    }

    @Test
    void containers() throws IOException {
        assertEquals(
                List.of(
                        "hub docker://alpine:3.20 -> local " + OUT + "07/alpine.tar",
                        "hub docker://library/alpine:3.20 -> local " + OUT + "07/alpine.sif",
                        "sylabs library://sylabsed/examples/lolcow -> local "
                                + OUT
                                + "07/lolcow.sif",
                        "web http://localhost:8000/plain.sif -> local " + OUT + "07/plain.sif"),
                Reads.shown(sound("transfer-07-containers.in", Format.JSON)));
    }

    @Test
    void protocols() throws IOException {
        assertEquals(
                List.of(
                        "web https://data.example.org:8443/d/f1?token=a%2Fb, web-old"
                                + " ftp://ftp.example.org/d/f1, no-priority"
                                + " http://mirror.example.org/d/f1 -> local file:///scratch/job/f1",
                        "isi scp://user@login.example.org:2222/data/f2 -> amazon-s3"
                                + " s3://user@amazon/bucket-1/run/f2",
                        "isi gsiftp://a.example.org:2811/d/f3 -> tacc gsiftp://b.example.org/d/f3",
                        "local file:///scratch/job/f4 -> dav webdavs://dav.example.org/d/f4",
                        "osg osdf:///ospool/ap1/data/f5 -> eu root://eos.example.org//eos/f5",
                        "cyverse irods:///zone/home/user/f6 -> gcp gs://bucket-2/d/f6",
                        "tape hpss:///set1.tar/dir/f7 -> local file:///scratch/job/f7",
                        "ep1 go://user#endpoint1/d/f8 -> ep2"
                                + " go://11111111-2222-3333-4444-555555555555/d/f8"),
                Reads.shown(sound("transfer-08-protocols.in", Format.JSON)));
    }

    @Test
    void twoStages() throws IOException {
        assertEquals(
                List.of(
                        "web http://localhost:8000/hello.txt -> local"
                                + " symlink:///tmp/pt-example/out/09/hello.txt"),
                Reads.shown(sound("transfer-09-two-stage.in", Format.JSON)));
    }

    @Test
    void directoriesAndRemovals() throws IOException {
        assertEquals(
                List.of("mkdir local " + OUT + "mkdir/a/b"),
                Reads.shown(sound("mkdir-01.in", Format.JSON)));
        assertEquals(
                List.of(
                        "rm local " + OUT + "01/hello.txt",
                        "rm local " + OUT + "never-existed",
                        "rm -r local " + OUT + "mkdir",
                        "rm -r local " + OUT + "06",
                        "rm local symlink:///tmp/pt-example/out/03/link.txt"),
                Reads.shown(sound("remove-01.in", Format.JSON)));
    }

    @Test
    void mixedKinds() throws IOException {
        assertEquals(
                List.of(
                        "mkdir local " + OUT + "m",
                        "local " + IN + "hello.txt -> local " + OUT + "m/hello.txt"),
                Reads.shown(sound("bad-04-mixed-kinds.in", Format.JSON)));
    }

    @Test
    void blocks() throws IOException {
        TransferList list = sound("v1-01-basic.in", Format.BLOCKS);
        assertEquals(
                List.of(
                        "compute-site " + IN + "hello.txt -> local " + OUT + "v1/hello.txt",
                        "compute-site "
                                + IN
                                + "with blank and %20.txt -> local "
                                + OUT
                                + "v1/with blank and %20.txt"),
                Reads.shown(list));
        assertEquals(
                "compute_site",
                ((WorkItem.Transfer) list.items().getFirst())
                        .sources()
                        .getFirst()
                        .site()
                        .variableSuffix());
    }

    /** Differs from the tool replaced: the third pair, cut off, is no silent loss. */
    @Test
    void blocksWithoutComments() throws IOException {
        TransferList list = read("v1-02-shortcuts.in");
        assertEquals(
                List.of(
                        "site_a " + IN + "hello.txt -> site_b " + OUT + "v1/one.txt",
                        "site_a " + IN + "hello.txt -> site_b " + OUT + "v1/two.txt"),
                Reads.shown(list));
        assertEquals(
                List.of(
                        "line 7, item 3, field destination: the list ends before the pair has a"
                                + " destination"),
                list.defects().stream().map(Object::toString).toList());
    }

    @Test
    void malformedComment() throws IOException {
        assertSame(Format.BLOCKS, read("v1-03-bad-comment.in").format());
        List<String> defects = defects("v1-03-bad-comment.in");
        assertEquals(1, defects.size());
        assertTrue(defects.getFirst().contains("Unable to parse comment on line 1"));
    }

    @Test
    void unknownType() throws IOException {
        List<String> defects = defects("bad-01-unknown-type.in");
        assertEquals(1, defects.size());
        assertTrue(defects.getFirst().contains("Unknown JSON entry: "));
    }

    @Test
    void missingLabel() throws IOException {
        assertEquals(
                List.of("line 2, item 1, field src_urls[0].site_label: 'site_label' is missing"),
                defects("bad-02-missing-label.in"));
    }

    /** Which schemes there are is the engine's to say. */
    @Test
    void unknownScheme() throws IOException {
        assertEquals(2, sound("bad-03-unknown-scheme.in", Format.JSON).items().size());
    }
}
