package transfer.protocol.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import transfer.credentials.Credential;

/**
 * The keys that one server is shown, in the order in which it sees them, and why others are not
 * among them. Servers break off after a few, so the likeliest come first: the one that the user has
 * named for the site, then certificates, then keys of files that an agent has, then the agent's
 * others, then keys that only files have.
 *
 * @param objections why keys that were there are not shown
 */
record SshKeyring(List<SshIdentity> identities, List<String> objections)
        implements IdentityRepository {
    private static final List<String> CUSTOMARY = List.of("id_rsa", "id_ecdsa", "id_ed25519");

    /**
     * Gathers them.
     *
     * @param home whose {@code .ssh} holds keys with customary names
     * @throws SshRefusal when the key that the user has named for the site cannot be used
     */
    static SshKeyring gather(SshLogin login, Optional<Path> home, SshNotes notes, Instant now)
            throws SshRefusal, InterruptedException {
        Gathering gathering = new Gathering(login, agentKeys(login, notes), now);
        if (login.key().isPresent()) {
            gathering.addExplicit(login.key().get());
        }
        gathering.addOthers(files(login, home));
        return new SshKeyring(
                List.copyOf(gathering.identities.values()), List.copyOf(gathering.objections));
    }

    private static List<SshIdentity> agentKeys(SshLogin login, SshNotes notes)
            throws InterruptedException {
        Optional<Path> socket = login.host().keys().agent();
        return socket.isPresent() ? new SshAgent(socket.get(), notes).identities() : List.of();
    }

    private static List<Path> files(SshLogin login, Optional<Path> home) {
        Optional<List<Path>> named = login.host().keys().named();
        if (named.isPresent() || login.key().isPresent() || home.isEmpty()) {
            return named.orElse(List.of());
        }
        Path directory = home.get().resolve(".ssh");
        return CUSTOMARY.stream().map(directory::resolve).toList();
    }

    /** Collects keys, each only once. */
    private static final class Gathering {
        private final SshLogin login;
        private final List<SshIdentity> agent;
        private final Instant now;
        private final Map<SshPublicKey, SshIdentity> identities = new LinkedHashMap<>();
        private final List<String> objections = new ArrayList<>();

        Gathering(SshLogin login, List<SshIdentity> agent, Instant now) {
            this.login = login;
            this.agent = agent;
            this.now = now;
        }

        void addExplicit(Credential.SshKey key) throws SshRefusal {
            SshKeyFile file = SshKeyFile.read(key, login.passphrase());
            Optional<SshIdentity> identity = identity(file);
            if (identity.isEmpty()) {
                throw SshRefusal.credentials(
                        file.objection().orElse("SSH key " + key.file() + " does not exist"));
            }
            addCertificates(List.of(file), List.of());
            add(identity.get());
        }

        void addOthers(List<Path> paths) {
            List<SshKeyFile> files = new ArrayList<>();
            for (Path path : paths) {
                var key = new Credential.SshKey(path, "the SSH configuration");
                files.add(SshKeyFile.read(key, login.passphrase()));
            }
            addCertificates(files, login.host().keys().certificates());
            files.forEach(file -> inAgent(file).ifPresent(this::add));
            if (!login.host().keys().only()) {
                agent.forEach(this::add);
            }
            for (SshKeyFile file : files) {
                Optional<SshIdentity> identity = identity(file);
                identity.ifPresent(this::add);
                if (identity.isEmpty()) {
                    file.objection().ifPresent(objections::add);
                }
            }
        }

        private void add(SshIdentity identity) {
            identities.putIfAbsent(identity.publicKey(), identity);
        }

        private Optional<SshIdentity> inAgent(SshKeyFile file) {
            return agent.stream()
                    .filter(identity -> file.publicKey().equals(Optional.of(identity.publicKey())))
                    .findFirst();
        }

        /** What signs for a file: the file itself, or an agent that has its key. */
        private Optional<SshIdentity> identity(SshKeyFile file) {
            Optional<SshIdentity> own =
                    file.signer()
                            .map(signer -> {
                                SshPublicKey key = SshPublicKey.of(signer.getPublicKeyBlob());
                                return new SshIdentity(
                                        signer, key, "key " + file.path() + ", " + key);
                            });
            return own.or(() -> inAgent(file));
        }

        private void addCertificates(List<SshKeyFile> files, List<Path> named) {
            List<Path> places = new ArrayList<>(named);
            files.forEach(file -> places.add(file.customaryCertificate()));
            for (Path place : places) {
                try {
                    SshKeyFile.certificate(place).ifPresent(found -> addCertificate(found, files));
                } catch (IOException e) {
                    objections.add("certificate " + place + " cannot be read");
                }
            }
        }

        private void addCertificate(SshCertificate certificate, List<SshKeyFile> files) {
            Optional<String> objection = certificate.objection(now);
            if (objection.isPresent()) {
                objections.add(objection.get());
                return;
            }
            for (SshKeyFile file : files) {
                if (file.publicKey().filter(certificate::isOf).isPresent()) {
                    identity(file).ifPresent(key -> add(certified(key, certificate)));
                }
            }
        }

        private static SshIdentity certified(SshIdentity key, SshCertificate certificate) {
            return new SshIdentity(
                    key.signer(), certificate.key(), "certificate " + certificate.file());
        }
    }

    @Override
    public Vector<Identity> getIdentities() {
        return new Vector<>(identities);
    }

    @Override
    public String getName() {
        return "transfer";
    }

    @Override
    public int getStatus() {
        return RUNNING;
    }

    @Override
    public boolean add(byte[] identity) {
        return false;
    }

    @Override
    public boolean remove(byte[] blob) {
        return false;
    }

    @Override
    public void removeAll() {
        // JSch may not take keys away
    }
}
