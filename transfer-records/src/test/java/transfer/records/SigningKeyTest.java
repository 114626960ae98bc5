package transfer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    @TempDir Path folder;

    private static String refusal(org.junit.jupiter.api.function.Executable reading) {
        return assertThrows(RecordsException.class, reading).getMessage();
    }

    @Test
    void thePublicHalfIsComputedFromThePrivateOne() throws Exception {
        KeyFiles files = KeyFiles.write(folder, "key");
        assertEquals(files.verifying().id(), files.signing().verifying().id());
    }

    @Test
    void whatOneKeySignsNoOtherAccepts() throws Exception {
        KeyFiles files = KeyFiles.write(folder, "key");
        byte[] message = {1, 2, 3};
        byte[] signature = files.signing().sign(message);
        assertTrue(files.verifying().accepts(message, signature));
        assertFalse(files.verifying().accepts(new byte[] {1, 2, 4}, signature));
        assertFalse(KeyFiles.write(folder, "other").verifying().accepts(message, signature));
        assertFalse(files.verifying().accepts(message, new byte[3]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x"})
    void aKeyThatOthersMayUseIsRefused(String rights) throws Exception {
        KeyFiles files = KeyFiles.write(folder, "key");
        Files.setPosixFilePermissions(files.secret(), PosixFilePermissions.fromString(rights));
        String message = refusal(files::signing);
        assertTrue(message.contains("chmod 600 " + files.secret()), message);
    }

    @Test
    void aKeyWithAPassPhraseIsRefusedWithTheWayOut() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("key"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertTrue(refusal(() -> SigningKey.read(file)).contains("pass phrase"));
    }

    @Test
    void whatIsNoKeyIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "hello\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertTrue(refusal(() -> SigningKey.read(file)).contains("holds no private key"));
        assertTrue(refusal(() -> VerifyingKey.read(file)).contains("holds no public key"));
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws Exception {
        var pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        Path secret = KeyFiles.write(folder.resolve("s"), "PRIVATE KEY", pair.getPrivate());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        assertTrue(refusal(() -> SigningKey.read(secret)).contains("holds no Ed25519 key"));
        Path open = KeyFiles.write(folder.resolve("p"), "PUBLIC KEY", pair.getPublic());
        assertTrue(refusal(() -> VerifyingKey.read(open)).contains("no Ed25519 public key"));
    }

    @Test
    void aKeyIsNotShown() throws Exception {
        KeyFiles files = KeyFiles.write(folder, "key");
        String secret = Files.readAllLines(files.secret()).get(1);
        assertFalse(files.signing().toString().contains(secret.substring(20, 40)));
    }
}
