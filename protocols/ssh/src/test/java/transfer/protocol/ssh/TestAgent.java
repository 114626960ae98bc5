package transfer.protocol.ssh;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An ssh-agent with keys of its own (draft-ietf-sshm-ssh-agent). */
final class TestAgent implements AutoCloseable {
    private static final byte FAILURE = 5;
    private static final byte REQUEST_IDENTITIES = 11;
    private static final byte IDENTITIES_ANSWER = 12;
    private static final byte SIGN_REQUEST = 13;
    private static final byte SIGN_RESPONSE = 14;

    private final Path socket;
    private final ServerSocketChannel server;
    private final List<KeyPair> keys = new ArrayList<>();

    private TestAgent(Path socket, ServerSocketChannel server) {
        this.socket = socket;
        this.server = server;
    }

    /** One that has so many keys. */
    static TestAgent start(Path socket, int keys) throws IOException, GeneralSecurityException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        TestAgent agent = new TestAgent(socket, server);
        for (int i = 0; i < keys; i++) {
            agent.keys.add(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        }
        Thread.ofVirtual().start(agent::serve);
        return agent;
    }

    Path socket() {
        return socket;
    }

    /** The public half of a key, as lines of authorized keys and files beside keys hold it. */
    String line(int index) throws IOException {
        SshPublicKey key = SshPublicKey.of(blob(keys.get(index)));
        return key.type() + " " + key.base64() + " test\n";
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                converse(
                        new DataInputStream(Channels.newInputStream(client)),
                        new DataOutputStream(Channels.newOutputStream(client)));
            } catch (IOException | GeneralSecurityException _) {
                // the client has gone, or the test is over
            }
        }
    }

    private void converse(DataInputStream in, DataOutputStream out)
            throws IOException, GeneralSecurityException {
        while (true) {
            byte[] request = in.readNBytes(in.readInt());
            byte[] answer = answer(request);
            out.writeInt(answer.length);
            out.write(answer);
        }
    }

    private byte[] answer(byte[] request) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        if (request[0] == REQUEST_IDENTITIES) {
            out.write(IDENTITIES_ANSWER);
            out.writeInt(keys.size());
            for (KeyPair key : keys) {
                string(out, blob(key));
                string(out, "test".getBytes(StandardCharsets.US_ASCII));
            }
        } else if (request[0] == SIGN_REQUEST) {
            DataInputStream in =
                    new DataInputStream(new java.io.ByteArrayInputStream(request, 1, 1 << 20));
            byte[] wanted = in.readNBytes(in.readInt());
            byte[] data = in.readNBytes(in.readInt());
            out.write(SIGN_RESPONSE);
            string(out, signature(wanted, data));
        } else {
            out.write(FAILURE);
        }
        return bytes.toByteArray();
    }

    private byte[] signature(byte[] wanted, byte[] data)
            throws IOException, GeneralSecurityException {
        for (KeyPair key : keys) {
            if (Arrays.equals(blob(key), wanted)) {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(key.getPrivate());
                signature.update(data);
                return named(signature.sign());
            }
        }
        throw new IOException("no such key");
    }

    private static byte[] blob(KeyPair key) throws IOException {
        byte[] encoded = key.getPublic().getEncoded();
        // the key itself is at the end of its X.509 form
        return named(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private static byte[] named(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        string(out, "ssh-ed25519".getBytes(StandardCharsets.US_ASCII));
        string(out, content);
        return bytes.toByteArray();
    }

    private static void string(DataOutputStream out, byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
