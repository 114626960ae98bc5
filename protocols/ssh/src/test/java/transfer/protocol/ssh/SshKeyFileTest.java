package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credential;
import transfer.credentials.Secret;

class SshKeyFileTest {
    private static final Secret PASSPHRASE = new Secret("open-barley");

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {KeyPair.RSA, KeyPair.ECDSA, KeyPair.ED25519})
    void aPlainKeyIsReadWithItsPublicHalf(int kind) throws Exception {
        KeyPair pair = pair(kind);
        SshKeyFile file = read(write(pair, null), Optional.empty());
        assertEquals(Optional.of(SshPublicKey.of(pair.getPublicKeyBlob())), file.publicKey());
        assertTrue(file.signer().isPresent());
        assertEquals(Optional.empty(), file.objection());
    }

    @Test
    void anEncryptedKeyIsKnownByItsPublicHalfAndOpenedByItsPassphrase() throws Exception {
        KeyPair pair = pair(KeyPair.ECDSA);
        Path path = write(pair, PASSPHRASE);
        SshKeyFile closed = read(path, Optional.empty());
        assertEquals(Optional.of(SshPublicKey.of(pair.getPublicKeyBlob())), closed.publicKey());
        assertTrue(closed.signer().isEmpty());
        assertTrue(closed.objection().orElseThrow().contains("is encrypted, and no passphrase"));

        SshKeyFile wrong = read(path, Optional.of(new Secret("hunter2")));
        assertEquals(
                "SSH key "
                        + path
                        + " (from the test) is encrypted, and the passphrase does not open it",
                wrong.objection().orElseThrow());
        assertTrue(read(path, Optional.of(PASSPHRASE)).signer().isPresent());
    }

    @Test
    void aKeyOfPuttysIsReadWhereItIsNotEncrypted() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        byte[] half =
                strings(
                        "ssh-rsa".getBytes(StandardCharsets.US_ASCII),
                        bytes(key.getPublicExponent()),
                        bytes(key.getModulus()));
        byte[] secret =
                strings(
                        bytes(key.getPrivateExponent()),
                        bytes(key.getPrimeP()),
                        bytes(key.getPrimeQ()),
                        bytes(key.getCrtCoefficient()));
        Path path =
                write(
                        "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: test\n"
                                + lines("Public", half)
                                + lines("Private", secret)
                                + "Private-MAC: 00\n");
        SshKeyFile file = read(path, Optional.empty());
        assertEquals(Optional.empty(), file.objection());
        assertEquals(Optional.of(SshPublicKey.of(half)), file.publicKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY-----\n",
                "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: aes256-cbc\n"
            })
    void whatIsNoKeyIsRefusedAndNotRepeated(String text) throws Exception {
        Path path = write(text);
        String objection = read(path, Optional.of(PASSPHRASE)).objection().orElseThrow();
        assertEquals(
                "SSH key "
                        + path
                        + " (from the test) is no private key that can be read; one of PuTTY's can be"
                        + " converted: puttygen KEY -O private-openssh -o NEW",
                objection);
    }

    @Test
    void aPublicKeyIsNoPrivateOne() throws Exception {
        SshPublicKey key = SshPublicKey.of(pair(KeyPair.ED25519).getPublicKeyBlob());
        Path path = write(key.type() + " " + key.base64() + " comment\n");
        SshKeyFile file = read(path, Optional.empty());
        assertEquals(Optional.of(key), file.publicKey());
        assertEquals(
                "SSH key " + path + " (from the test) is a public key; its private half is needed",
                file.objection().orElseThrow());
    }

    @Test
    void aMissingFileIsNoObjectionAndMayHaveItsPublicHalfBeside() throws Exception {
        SshPublicKey key = SshPublicKey.of(pair(KeyPair.ED25519).getPublicKeyBlob());
        Files.writeString(directory.resolve("key.pub"), key.type() + " " + key.base64());
        SshKeyFile file = read(directory.resolve("key"), Optional.empty());
        assertEquals(Optional.empty(), file.objection());
        assertEquals(Optional.of(key), file.publicKey());
        assertFalse(file.signer().isPresent());
    }

    private static KeyPair pair(int kind) throws Exception {
        return KeyPair.genKeyPair(new JSch(), kind, kind == KeyPair.RSA ? 2048 : 256);
    }

    private static SshKeyFile read(Path path, Optional<Secret> passphrase) {
        return SshKeyFile.read(new Credential.SshKey(path, "the test"), passphrase);
    }

    private Path write(KeyPair pair, Secret passphrase) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        pair.writeOpenSSHv1PrivateKey(
                bytes,
                passphrase == null
                        ? null
                        : passphrase.reveal().getBytes(StandardCharsets.US_ASCII));
        return write(bytes.toString(StandardCharsets.US_ASCII));
    }

    private Path write(String text) throws IOException {
        Path path = Files.writeString(directory.resolve("key"), text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return path;
    }

    private static String lines(String half, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return half + "-Lines: " + text.lines().count() + "\n" + text + "\n";
    }

    private static byte[] bytes(BigInteger number) {
        return number.toByteArray();
    }

    private static byte[] strings(byte[]... contents) {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        for (byte[] content : contents) {
            buffer.putInt(content.length).put(content);
        }
        return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    }
}
