package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.ByteText;

class ShellScriptTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "",
                "two  words",
                "-n",
                "it's",
                "'",
                "''; touch /tmp/never; '",
                "\"$HOME\" `id` $(id) \\ \\' !x",
                "new\nline\n",
                "{}",
                "tab\tbell\u0007",
                "Grüße, 世界",
                "Gr\uDCFC\uDCDFe"
            })
    void nameReachesTheCommandByteForByte(String name) throws Exception {
        byte[] script = ShellScript.of("printf %s {}", name);

        assertArrayEquals(ByteText.encode(name), outputOf(script));
    }

    @Test
    void severalNamesGoToTheirPlaces() throws Exception {
        byte[] script = ShellScript.of("printf '%s|' {} {}; echo {}", "{}", "a b", "c");

        assertEquals("{}|a b|c\n", new String(outputOf(script), StandardCharsets.UTF_8));
    }

    @Test
    void placesAndNamesMustBeAsMany() {
        assertThrows(IllegalArgumentException.class, () -> ShellScript.of("rm {}"));
        assertThrows(IllegalArgumentException.class, () -> ShellScript.of("rm", "a"));
    }

    private static byte[] outputOf(byte[] script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("/bin/sh").start();
        try (OutputStream input = shell.getOutputStream()) {
            input.write(script);
        }
        byte[] output = shell.getInputStream().readAllBytes();
        assertEquals(0, shell.waitFor());
        return output;
    }
}
