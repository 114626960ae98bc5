package transfer.protocol.ssh;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import java.util.Optional;
import transfer.credentials.Secret;

/**
 * Answers what a server asks while somebody logs in (RFC 4256): the one question without an echo
 * gets the password, once; nobody is there to answer others.
 */
final class SshPrompts implements UserInfo, UIKeyboardInteractive {
    private final Optional<Secret> password;
    private boolean answered;
    private volatile Optional<String> unanswered = Optional.empty();

    SshPrompts(Optional<Secret> password) {
        this.password = password;
    }

    /** A question that nobody could answer. */
    Optional<String> unanswered() {
        return unanswered;
    }

    @Override
    public String[] promptKeyboardInteractive(
            String destination, String name, String instruction, String[] prompts, boolean[] echo) {
        if (prompts.length == 0) {
            return new String[0];
        }
        boolean asksForPassword = prompts.length == 1 && !echo[0];
        if (asksForPassword && password.isPresent() && !answered) {
            answered = true;
            return new String[] {password.get().reveal()};
        }
        unanswered = Optional.of(prompts[0].replaceAll("\\p{C}+", " ").strip());
        return null; // JSch takes that for no
    }

    @Override
    public String getPassphrase() {
        return null;
    }

    @Override
    public String getPassword() {
        return null;
    }

    @Override
    public boolean promptPassword(String message) {
        return false;
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    @Override
    public void showMessage(String message) {
        // a greeting; nobody reads it
    }
}
