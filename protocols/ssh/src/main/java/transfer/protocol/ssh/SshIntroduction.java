package transfer.protocol.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import com.jcraft.jsch.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import transfer.credentials.Credential;

/**
 * How we show one server who we are, and what is to be said when it does not let us in. The order
 * is that of OpenSSH: keys, then questions that the password answers, then the password.
 */
record SshIntroduction(SshLogin login, SshKeyring keys, SshPrompts prompts) {
    /** What a server says of the ways to log in that it offers. */
    private static final Pattern METHODS = Pattern.compile("Auth [a-z]+ for methods '(.*)'");

    /** SSH_DISCONNECT_PROTOCOL_ERROR (RFC 4253, section 11.1), which OpenSSH gives as reason. */
    private static final int TOO_MANY = 2;

    /** SSH_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE. */
    private static final int NO_MORE_METHODS = 14;

    /**
     * Gives a session, which is not connected yet, everything that it needs.
     *
     * @throws SshRefusal when there is nothing to show, or what was named cannot be used
     */
    static SshIntroduction prepare(
            SshLogin login, Session session, Optional<Path> home, SshNotes notes)
            throws SshRefusal, InterruptedException {
        SshKeyring keys = SshKeyring.gather(login, home, notes, Instant.now());
        SshPrompts prompts = new SshPrompts(login.password().map(Credential.Password::password));
        SshIntroduction introduction = new SshIntroduction(login, keys, prompts);
        if (keys.identities().isEmpty() && login.password().isEmpty()) {
            throw SshRefusal.credentials(introduction.nothing());
        }
        session.setIdentityRepository(keys);
        session.setUserInfo(prompts);
        session.setConfig("PreferredAuthentications", "publickey,keyboard-interactive,password");
        login.password()
                .ifPresent(known ->
                        session.setPassword(
                                known.password().reveal().getBytes(StandardCharsets.UTF_8)));
        return introduction;
    }

    private String nothing() {
        return "there is neither a key nor a password to log in with as %s (looked for: %s, keys of an ssh-agent, keys that ssh_config names, ~/.ssh/id_*)%s"
                .formatted(login.user(), String.join(", ", login.searched()), notShown());
    }

    /**
     * Says in our words why JSch could not log in, where that is what failed.
     *
     * @throws SshRefusal that says it
     */
    void explain(JSchException failure) throws SshRefusal {
        if (failure instanceof JSchSessionDisconnectException e
                && (e.getReasonCode() == TOO_MANY || e.getReasonCode() == NO_MORE_METHODS)) {
            throw SshRefusal.credentials(
                    "the server broke off the log-in of %s after too many tries (%s)%s. Name the right key with SSH_PRIVATE_KEY, or with IdentityFile and IdentitiesOnly yes in ~/.ssh/config"
                            .formatted(login.user(), shown(), notShown()));
        }
        Matcher methods = METHODS.matcher(String.valueOf(failure.getMessage()));
        if (!methods.matches()) {
            return;
        }
        String asked =
                prompts.unanswered()
                        .map(question -> "; nobody is here to answer its question \"%s\"")
                        .map(words -> words.formatted(prompts.unanswered().get()))
                        .orElse("");
        throw SshRefusal.credentials(
                "the server does not let %s in with %s%s%s. It takes %s. Is the user right, and is the key among those that are let in there?"
                        .formatted(
                                login.user(),
                                shown(),
                                asked,
                                notShown(),
                                methods.group(1).replace(",", ", ")));
    }

    private String shown() {
        List<String> shown = new ArrayList<>();
        keys.identities().forEach(identity -> shown.add("the " + identity.label()));
        login.password().ifPresent(password -> shown.add("the password of " + password.origin()));
        return String.join(" and ", shown);
    }

    private String notShown() {
        return keys.objections().isEmpty()
                ? ""
                : "; not used: " + String.join("; ", keys.objections());
    }
}
