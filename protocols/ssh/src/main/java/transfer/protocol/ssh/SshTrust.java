package transfer.protocol.ssh;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import transfer.protocol.NetworkSettings.HostKeyChecking;
import transfer.protocol.ssh.SshKnownHosts.Finding;

/**
 * Which servers are believed to be who they say. Safe for use by many threads, one of which asks at
 * a time: see {@link SshKnownHosts#add}.
 */
final class SshTrust {
    private final SshNotes notes;
    private final Map<String, SshPublicKey> unwritten = new HashMap<>();

    SshTrust(SshNotes notes) {
        this.notes = notes;
    }

    SshNotes notes() {
        return notes;
    }

    /**
     * What is known of a host.
     *
     * @throws SshRefusal when a file is there but cannot be read
     */
    synchronized SshKnownHosts known(SshTrustRules rules, String name) throws SshRefusal {
        try {
            return SshKnownHosts.of(name, rules.files());
        } catch (IOException e) {
            throw SshRefusal.untrusted(
                    "HOST_KEY_UNKNOWN", "the known hosts cannot be read: " + reason(e));
        }
    }

    /**
     * Decides about a key that a server has shown and proved to have, and notes it where it is new
     * and the rules say so.
     *
     * @param name under which files may know the host
     * @param host the same without a port
     * @return whether the host is believed for its key; not where the rules accept a changed one
     * @throws SshRefusal when the host is not to be talked to
     */
    synchronized boolean judge(SshTrustRules rules, String name, String host, SshPublicKey key)
            throws SshRefusal {
        SshKnownHosts known = known(rules, name);
        return switch (known.find(key)) {
            case Finding.Known _ -> true;
            case Finding.Revoked(SshKnownHost line) -> throw revoked(name, key, line);
            case Finding.Other(SshKnownHost line) -> changed(rules, name, key, line);
            case Finding.Unknown _ ->
                    // a key noted without the port is the same machine's, as OpenSSH has it too
                    rules.alias().isEmpty() && known(rules, host).find(key) instanceof Finding.Known
                            || unknown(rules, name, key, known);
        };
    }

    private static SshRefusal revoked(String name, SshPublicKey key, SshKnownHost line) {
        return SshRefusal.untrusted(
                "HOST_KEY_REVOKED",
                "the host key of %s (%s) is revoked, says %s: whoever shows it is not that host"
                        .formatted(name, key, line.place()));
    }

    private boolean changed(SshTrustRules rules, String name, SshPublicKey key, SshKnownHost line)
            throws SshRefusal {
        String words =
                "the host key of %s is not the known one: it is %s, but %s has %s"
                        .formatted(name, key, line.place(), line.key());
        if (rules.checking() == HostKeyChecking.NO) {
            notes.tell(words + "; accepted, because host keys are not checked");
            return false;
        }
        throw SshRefusal.untrusted(
                "HOST_KEY_CHANGED",
                words
                        + ". Somebody may pass for the host. If it really has a new key: "
                        + line.removal(name));
    }

    private boolean unknown(SshTrustRules rules, String name, SshPublicKey key, SshKnownHosts known)
            throws SshRefusal {
        if (rules.checking() == HostKeyChecking.YES) {
            throw SshRefusal.untrusted(
                    "HOST_KEY_UNKNOWN",
                    "the host key of %s (%s) is in none of the files of known hosts (%s)"
                                    .formatted(name, key, places(rules))
                            + "; to accept new hosts: --ssh-host-keys accept-new");
        }
        if (rules.checking() == HostKeyChecking.ACCEPT_NEW && !known.authorities().isEmpty()) {
            // otherwise whoever has no certificate could just come without one
            throw SshRefusal.untrusted(
                    "HOST_KEY_UNKNOWN",
                    "the host key of %s (%s) is not known, and no certificate by the authority of %s vouches for it"
                            .formatted(name, key, known.authorities().getFirst().place()));
        }
        return remember(rules, name, key);
    }

    private static String places(SshTrustRules rules) {
        return String.join(", ", rules.files().stream().map(Path::toString).toList());
    }

    private boolean remember(SshTrustRules rules, String name, SshPublicKey key) throws SshRefusal {
        SshPublicKey seen = unwritten.get(name);
        if (seen != null && !seen.equals(key) && rules.checking() != HostKeyChecking.NO) {
            throw SshRefusal.untrusted(
                    "HOST_KEY_CHANGED",
                    "the host key of %s has changed during this run: it is %s, but was %s"
                            .formatted(name, key, seen));
        }
        if (rules.own().isEmpty() || seen != null) {
            unwritten.putIfAbsent(name, key);
            return true;
        }
        Path file = rules.own().getFirst();
        try {
            return switch (SshKnownHosts.add(file, name, key, rules.hashed())) {
                case Finding.Other(SshKnownHost line) -> changed(rules, name, key, line);
                case Finding.Revoked(SshKnownHost line) -> throw revoked(name, key, line);
                case Finding.Known _, Finding.Unknown _ -> true;
            };
        } catch (IOException e) {
            unwritten.put(name, key);
            notes.tell(
                    "the host key of %s (%s) cannot be noted and is known for this run only: %s"
                            .formatted(name, key, reason(e)));
            return true;
        }
    }

    /** Which file it was and what was wrong; the runtime's own message may be a bare name. */
    private static String reason(IOException failure) {
        if (failure instanceof FileSystemException e) {
            String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            return e.getFile() + ": " + why;
        }
        return failure.getMessage();
    }
}
