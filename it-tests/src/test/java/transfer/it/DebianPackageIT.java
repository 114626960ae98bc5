package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packages for Debian, installed and purged on a Debian 12 that has no Java. */
@Tag("container")
class DebianPackageIT {
    private static final String TRIED =
            """
            files() { find / -xdev \\( -path /proc -o -path /sys -o -path /debs -o -path /tmp -o -path '/var/lib/dpkg*' \\
                -o -path '/var/log/*' -o -path '/var/cache/*' \\) -prune -o -print | sort; }
            files > /tmp/before
            dpkg -i /debs/*.deb
            dpkg --audit
            dpkg --verify transfer transfer-pegasus
            cd /tmp && echo content > a
            transfer cp a b && cmp a b
            JAVA_TOOL_OPTIONS=-Xlog:class+load:file=/tmp/classes transfer --version
            grep ' transfer.cli.Main source: ' /tmp/classes
            /bin/transfer cp a c && cmp a c
            pegasus-integrity --generate=a
            echo '[{"type":"transfer","src_urls":[{"site_label":"l","url":"file:///tmp/a"}],"dest_urls":[{"site_label":"l","url":"file:///tmp/d"}]}]' > list
            pegasus-transfer -f list && cmp a d
            dpkg --purge transfer-pegasus
            ! command -v pegasus-transfer
            PATH=/usr/lib/transfer/bin:$PATH pegasus-transfer -f list
            dpkg --purge transfer
            files > /tmp/after
            diff /tmp/before /tmp/after
            echo all is well
            """;

    private static String content(Path archive) throws Exception {
        return Packed.run("dpkg-deb", "--contents", archive.toString());
    }

    @Test
    void theyAreInstalledRunAndPurgedWithoutLeftovers() throws Exception {
        Path made = Packed.make("--deb");
        Path names = Packed.only(made.getParent(), "transfer-pegasus_");
        String base = Packed.run(Packed.ROOT.resolve("docker/images").toString(), "--base").strip();
        String said =
                Packed.run(
                        "docker",
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "-v",
                        made + ":/debs/transfer.deb:ro",
                        "-v",
                        names + ":/debs/transfer-pegasus.deb:ro",
                        base,
                        "sh",
                        "-euxc",
                        TRIED);
        assertTrue(said.endsWith("all is well\n"), said);
        assertTrue(said.contains("transfer.cli.Main source: shared objects file"), said);
    }

    @Test
    void manualCompletionAndLicencesAreWhereDebianLooksForThem() throws Exception {
        Path made = Packed.make("--deb");
        String content = content(made);
        for (String file :
                List.of(
                        "/usr/share/man/man1/transfer.1.gz",
                        "/usr/share/bash-completion/completions/transfer",
                        "/usr/share/doc/transfer/copyright",
                        "/usr/share/doc/transfer/changelog.gz",
                        "/usr/share/doc/transfer/licences/index.txt",
                        "/usr/bin/transfer -> ../lib/transfer/bin/transfer")) {
            assertTrue(content.contains(" ." + file + "\n"), file);
        }
        String names = content(Packed.only(made.getParent(), "transfer-pegasus_"));
        assertTrue(names.contains("/usr/bin/pegasus-integrity -> "), names);
        assertEquals(
                "pegasus",
                Packed.run(
                                "dpkg-deb",
                                "--field",
                                Packed.only(made.getParent(), "transfer-pegasus_").toString(),
                                "Conflicts")
                        .strip());
    }
}
