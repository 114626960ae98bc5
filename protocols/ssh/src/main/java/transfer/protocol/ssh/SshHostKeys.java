package transfer.protocol.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What JSch asks when one session's server has shown its key. JSch checks certificates by itself,
 * against the authorities it finds here, and asks for the key where a certificate is not good.
 */
final class SshHostKeys implements HostKeyRepository {
    private final SshTrust trust;
    private final SshTrustRules rules;
    private final Session session;
    private final String name;
    private final SshKnownHosts known;
    private volatile Optional<SshRefusal> refusal = Optional.empty();

    private SshHostKeys(
            SshTrust trust,
            SshTrustRules rules,
            Session session,
            String name,
            SshKnownHosts known) {
        this.trust = trust;
        this.rules = rules;
        this.session = session;
        this.name = name;
        this.known = known;
    }

    /** Lets a session, which is not connected yet, go on only with a host that is believed. */
    static SshHostKeys guard(Session session, SshTrust trust, SshTrustRules rules)
            throws SshRefusal {
        String name = rules.name(session.getHost(), session.getPort());
        SshKnownHosts known = trust.known(rules, name);
        SshHostKeys keys = new SshHostKeys(trust, rules, session, name, known);
        session.setHostKeyRepository(keys);
        rules.alias().ifPresent(session::setHostKeyAlias);
        // what is accepted is decided here; JSch sees hosts that are known and hosts that are not
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("prefer_known_host_key_types", "no");
        session.setConfig("server_host_key", known.preferred(session.getConfig("server_host_key")));
        return keys;
    }

    /** Why JSch could not go on, in our words where we have some. */
    SshRefusal explained(JSchHostKeyException failure) {
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (failure instanceof JSchRevokedHostKeyException && !known.revoked().isEmpty()) {
            return SshRefusal.untrusted(
                    "HOST_KEY_REVOKED",
                    "the certificate of %s, or the authority that signed it, is revoked, says %s"
                            .formatted(name, known.revoked().getFirst().place()));
        }
        return SshRefusal.untrusted("HOST_KEY_UNKNOWN", failure.getMessage());
    }

    @Override
    public int check(String asked, byte[] key) {
        try {
            if (!trust.judge(rules, name, session.getHost(), SshPublicKey.of(key))) {
                // as OpenSSH does: a password is not told to somebody who may be anybody
                session.setConfig("PreferredAuthentications", "publickey");
            }
            return OK;
        } catch (SshRefusal e) {
            refusal = Optional.of(e);
            return CHANGED;
        } catch (IllegalArgumentException _) {
            return CHANGED; // no key of any kind
        }
    }

    /** The authorities and the revoked keys, for certificates. */
    @Override
    public HostKey[] getHostKey() {
        List<HostKey> keys = new ArrayList<>();
        try {
            for (SshKnownHost line : known.authorities()) {
                keys.add(hostKey("@cert-authority", line));
            }
            for (SshKnownHost line : known.revoked()) {
                keys.add(hostKey("@revoked", line));
            }
        } catch (JSchException e) {
            throw new IllegalStateException(e); // only for a kind of key that is to be guessed
        }
        return keys.toArray(HostKey[]::new);
    }

    private HostKey hostKey(String marker, SshKnownHost line) throws JSchException {
        // the name instead of the line's patterns: that they cover it is known already
        return new HostKey(marker, name, HostKey.UNKNOWN, line.key().blob(), "");
    }

    @Override
    public HostKey[] getHostKey(String host, String type) {
        return new HostKey[0];
    }

    @Override
    public void add(HostKey key, UserInfo ui) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(String host, String type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return "known_hosts";
    }
}
