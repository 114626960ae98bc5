package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Site;
import transfer.engine.ListPosition;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;

class PairListTest {
    private static final String DIGEST =
            "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

    /** The paths of a line with a source and a destination in the local file system. */
    private static List<String> paths(String line) {
        WorkItem.Transfer transfer = Reads.transfer(line);
        return List.of(transfer.sources().getFirst().url().path(), transfer.target().url().path());
    }

    @Test
    void aLineIsATransferWithoutSitesAndTerms() {
        WorkItem.Transfer transfer = Reads.transfer("\nhttps://h/a?x=1#2\t$HOME/a\n");
        assertEquals("https://h/a?x=1#2 -> file:///home/u/a", Reads.shown(transfer));
        assertSame(Site.UNNAMED, transfer.target().site());
        assertEquals(TransferTerms.PLAIN, transfer.terms());
        assertEquals(new ListPosition(1, 2), transfer.position());
    }

    @Test
    void namesWithBlanksAreQuotedOrEscaped() {
        assertEquals(List.of("/t/a b", "/t/c\td"), paths("'/t/a b' \"/t/c\td\""));
        assertEquals(List.of("/t/a b", "/t/c#"), paths("/t/a\\ b /t/c#"));
        assertEquals(List.of("/t/a b'c", "/t/\"\\"), paths("/t/'a b'\"'c\" '/t/\"\\'"));
        assertEquals(
                List.of("/t/\"\\\n\t$", "/t/'\\"), paths("\"/t/\\\"\\\\\\n\\t\\$\" /t/\\'\\\\"));
        assertEquals(List.of("/t/\u00a0", "/t/\u2003x"), paths("/t/\u00a0 /t/\u2003x"));
    }

    @Test
    void aQuotedDollarIsNoVariable() {
        assertEquals(
                List.of("/t/$HOME/Foo$Bar", "/t/$HOME"), paths("'/t/$HOME/Foo$Bar' /t/\\$HOME"));
        assertEquals(
                List.of("/t//home/u", "/t//home/u$HOME"), paths("\"/t/$HOME\" /t/$HOME'$HOME'"));
        assertEquals(
                "https://h/$HOME -> file://$HOME",
                Reads.shown(Reads.transfer("'https://h/$HOME' '$HOME'")));
    }

    @Test
    void bytesThatAreNotUtf8AreKept() {
        assertEquals(List.of("/t/\udcff\udc80", "/t/\u00e9"), paths("/t/\udcff\udc80 '/t/\u00e9'"));
    }

    @Test
    void commentsBeginWithAWord() {
        TransferList list = Reads.list("# all\n/a /b # why\n  #\n/c#d '#e' #f\n");
        assertEquals(List.of(), list.defects());
        assertEquals(
                List.of("file:///a -> file:///b", "file:///c#d -> file://#e"), Reads.shown(list));
        assertEquals(new ListPosition(2, 4), list.items().getLast().position());
    }

    @Test
    void aThirdWordIsTheExpectedDigest() {
        assertEquals(
                TransferTerms.PLAIN.withExpected(Optional.of(Checksum.sha256(DIGEST))),
                Reads.transfer("/a /b sha256:" + DIGEST).terms());
        assertEquals(
                new Checksum(DigestAlgorithm.ADLER32, "00000001"),
                Reads.transfer("/a /b adler32:00000001").terms().expected().orElseThrow());
    }

    @Test
    void directoriesRemovalsAndLinksMayBeMixedIn() {
        TransferList list =
                Reads.list(
                        "mkdir /d\nrm /x\nrm -r s3://u@s/b/k\nln /a '/d/l k'\nln /a symlink:///d/m\n"
                                + "/a /b\n'mkdir' /e\n");
        assertEquals(List.of(), list.defects());
        assertEquals(
                List.of(
                        "mkdir file:///d",
                        "rm file:///x",
                        "rm -r s3://u@s/b/k",
                        "file:///a -> symlink:///d/l k",
                        "file:///a -> symlink:///d/m",
                        "file:///a -> file:///b",
                        "file://mkdir -> file:///e"),
                Reads.shown(list));
    }

    @Test
    void everyPairThatIsWrongIsNamed() {
        String text =
                """
                /a
                /a /b /c
                /a /b sha256:12
                /a /b x y
                '/a /b
                "/a /b
                "/a\\x" /b
                /a /b\\
                a:b http://h:70000/d
                '' /b
                $NOPE/a $NADA/b
                """;
        assertEquals(
                List.of(
                        "line 1, item 1, field destination: there is no destination on the line",
                        "line 2, item 2, field checksum: must be the expected digest, as sha256:HEX"
                                + " (names that hold blanks need quotes)",
                        "line 3, item 3, field checksum: is no digest of its kind: sha-256 has 64"
                                + " digits, not 2",
                        "line 4, item 4: must read 'SRC DST' or 'SRC DST sha256:HEX', and has 4"
                                + " names (those that hold blanks need quotes)",
                        "line 5, item 5: a single quote is not closed",
                        "line 6, item 6: a double quote is not closed",
                        "line 7, item 7: a backslash in double quotes must be followed by one of"
                                + " \" \\ $ n t, or be doubled",
                        "line 8, item 8: the line ends in a backslash",
                        "line 9, item 9, field source: Unable to parse URL: the URL cannot be read"
                                + " as a URL: 'a:' is not followed by // (write ./ before a relative"
                                + " path that holds a colon)",
                        "line 9, item 9, field destination: Unable to parse URL: the URL has the"
                                + " port 70000, and 65535 is the highest",
                        "line 10, item 10, field source: Unable to parse URL: the URL is empty",
                        "line 11, item 11, field source: Unable to parse URL: the URL needs the"
                                + " variable NOPE, which is not set",
                        "line 11, item 11, field destination: Unable to parse URL: the URL needs"
                                + " the variable NADA, which is not set"),
                Reads.defects(text));
        assertEquals(List.of(), Reads.list(text).items());
    }

    @Test
    void everyOtherLineThatIsWrongIsNamed() {
        String text =
                """
                mkdir
                mkdir /a /b
                rm -r
                rm -f /a
                rm /a /b
                ln /a
                ln /a http://h/b
                """;
        assertEquals(
                List.of(
                        "line 1, item 1: must read 'mkdir URL'",
                        "line 2, item 2: must read 'mkdir URL', and has 2 names (those that hold"
                                + " blanks need quotes)",
                        "line 3, item 3: must read 'rm URL' or 'rm -r URL'",
                        "line 4, item 4: rm knows no option but -r (write ./ before a name that"
                                + " begins with -)",
                        "line 5, item 5: must read 'rm URL' or 'rm -r URL', and has 2 names (those"
                                + " that hold blanks need quotes)",
                        "line 6, item 6: must read 'ln SRC DST'",
                        "line 7, item 7, field destination: a link can only be made at a file:"
                                + " URL, not at http:"),
                Reads.defects(text));
        assertEquals(List.of(), Reads.list(text).items());
    }

    @Test
    void anUnknownOptionIsNotTakenForAName() {
        assertEquals(
                List.of(
                        "line 1, item 1: rm knows no option but -r (write ./ before a name that"
                                + " begins with -)"),
                Reads.defects("rm -rf\n"));
        assertEquals(List.of("rm file://-rf"), Reads.shown(Reads.list("rm '-rf'\n")));
    }

    @Test
    void noDefectTellsAPassword() {
        String text =
                "https://joe:sesame@h:70000/a?token=sesame /b\nln /a https://joe:sesame@h/b\n";
        assertEquals(2, Reads.defects(text).size());
        Reads.defects(text).forEach(defect -> assertEquals(-1, defect.indexOf("sesame"), defect));
    }
}
