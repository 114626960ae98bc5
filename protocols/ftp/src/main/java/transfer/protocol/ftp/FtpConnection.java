package transfer.protocol.ftp;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import transfer.protocol.Provenance;

/** One control connection, which carries one transfer at a time. Belongs to whoever borrowed it. */
final class FtpConnection implements Closeable {
    /** How long a server may take to notice that a transfer was broken off. */
    private static final int GOOD_BYE_MILLIS = 1000;

    static final int SERVICE_NOT_AVAILABLE = 421;
    private static final Pattern EXTENDED = Pattern.compile("\\((.)\\1\\1(\\d{1,5})\\1\\)");
    private static final Pattern SIX_NUMBERS =
            Pattern.compile("\\d{1,3},\\d{1,3},\\d{1,3},\\d{1,3},(\\d{1,3}),(\\d{1,3})");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");

    private final FtpControl client;
    private final FtpSockets sockets;
    private final FtpLogin login;
    private final Provenance provenance;
    private FtpFeatures features = new FtpFeatures(Map.of());
    private boolean usable = true;
    private boolean spent;
    private boolean lentBefore;
    private boolean answered;
    private Optional<String> home = Optional.empty();

    /** Around a connection whose server has greeted. */
    FtpConnection(FtpControl client, FtpSockets sockets, FtpLogin login) {
        this.client = client;
        this.sockets = sockets;
        this.login = login;
        String greeting = lastReply().shown().replaceFirst("^\\d{3}[ -]?", "");
        this.provenance =
                new Provenance(
                        Optional.of(
                                FtpConnections.shown(
                                        client.getRemoteAddress(), client.getRemotePort())),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.of(greeting));
    }

    FtpLogin login() {
        return login;
    }

    /** Who answers. */
    Provenance provenance() {
        return provenance;
    }

    FtpFeatures features() {
        return features;
    }

    private FtpReply lastReply() {
        return FtpSockets.reply(client);
    }

    /**
     * Shows who we are and agrees on how to go on.
     *
     * @throws FtpRefusal when the server does not want us
     */
    void begin() throws IOException {
        FtpReply greeting = lastReply();
        if (!greeting.isDone()) {
            throw new FtpRefusal(greeting);
        }
        if (client.isToBeSecured()) {
            secure();
        }
        FtpReply reply = send("USER", login.user());
        if (reply.isHalfDone()) {
            reply = send("PASS", login.password().reveal());
        }
        // 332, "need account", is the only other answer that asks for more
        expectDone(reply);
        features = FtpFeatures.of(send("FEAT", ""));
        if (features.has("UTF8")) {
            // RFC 2640 wants no such command, but some servers do; what they answer changes nothing
            send("OPTS", "UTF8 ON");
        }
        Optional<String> facts = FtpFacts.wishes(features.value("MLST"));
        if (facts.isPresent()) {
            send("OPTS", "MLST " + facts.get());
        }
        expectDone(send("TYPE", "I"));
        if (login.isSecured()) {
            // RFC 4217, 8 and 9: without these two the data would go in clear
            require("PBSZ", "0");
            require("PROT", "P");
        }
    }

    /** Names and passwords come only after this, so that a server without TLS gets none. */
    private void secure() throws IOException {
        FtpReply reply = send("AUTH", "TLS");
        if (!reply.isDone()) {
            throw FtpRefusal.ofTls(reply);
        }
        boolean done = false;
        try {
            client.secure();
            done = true;
        } finally {
            usable &= done;
        }
    }

    /**
     * Sends a command and waits for the answer, which may be any but 421.
     *
     * @param argument none if empty
     * @throws FtpRefusal when the server ends the conversation with 421
     */
    FtpReply send(String command, String argument) throws IOException {
        FtpReply reply = begin(command, argument);
        // the rest of the answer would be taken for the next command's
        usable &= !reply.isPreliminary();
        return reply;
    }

    private FtpReply begin(String command, String argument) throws IOException {
        if (!usable) {
            throw new IOException("the control connection is no longer as it should be");
        }
        boolean done = false;
        try {
            if (client.hasMore()) {
                client.getReply();
                throw new IOException("the server answers unasked: " + lastReply().shown());
            }
            client.sendCommand(command, argument.isEmpty() ? null : argument);
            done = true;
            return heard();
        } catch (FTPConnectionClosedException e) {
            throw closed(e);
        } finally {
            usable &= done;
        }
    }

    /** Sends a command that has to be done. */
    FtpReply require(String command, String argument) throws IOException {
        return expectDone(send(command, argument));
    }

    private static FtpReply expectDone(FtpReply reply) throws FtpRefusal {
        if (!reply.isDone()) {
            throw new FtpRefusal(reply);
        }
        return reply;
    }

    private FtpReply heard() {
        answered = true;
        return lastReply();
    }

    /** The library throws for a 421 as it does for an end without a word. */
    private IOException closed(FTPConnectionClosedException failure) {
        FtpReply last = lastReply();
        return last.code() == SERVICE_NOT_AVAILABLE ? new FtpRefusal(last) : failure;
    }

    /**
     * Begins a transfer: a data connection is made, and the server has begun to answer the command.
     *
     * @throws FtpRefusal when it does not
     */
    FtpChannel transfer(String command, String argument) throws IOException {
        return transfer(command, argument, 0).data();
    }

    /**
     * As {@link #transfer(String, String)}, from an offset if the server can (RFC 3659, 5), else
     * from the beginning; but STOR only from there, because it would take away what is there.
     */
    FtpStream transfer(String command, String argument, long offset) throws IOException {
        if (spent) {
            throw new IOException("the control connection is good for no other transfer");
        }
        FtpPlainChannel data = data();
        boolean begun = false;
        try {
            long from = offset > 0 && restart(command, offset) ? offset : 0;
            FtpReply reply = begin(command, argument);
            if (!reply.isPreliminary()) {
                throw new FtpRefusal(reply);
            }
            FtpChannel secured = like(data);
            begun = true;
            return new FtpStream(secured, from);
        } finally {
            if (!begun) {
                data.close();
            }
        }
    }

    private boolean restart(String command, long offset) throws IOException {
        FtpReply reply = send("REST", Long.toString(offset));
        if (!reply.isHalfDone() && command.equals("STOR")) {
            throw new FtpRefusal(reply);
        }
        return reply.isHalfDone();
    }

    /** What a server has against a data connection it says on the other one. */
    private FtpChannel like(FtpPlainChannel data) throws IOException {
        try {
            return client.like(data);
        } catch (IOException e) {
            data.close();
            Optional<FtpRefusal> told =
                    Thread.currentThread().isInterrupted() ? Optional.empty() : endBroken();
            if (told.isPresent()) {
                throw told.get();
            }
            throw e;
        }
    }

    private FtpPlainChannel data() throws IOException {
        if (!sockets.isExtendedPassive(login)) {
            return passive();
        }
        FtpReply reply = send("EPSV", "");
        Matcher port = EXTENDED.matcher(reply.lines().getLast());
        if (reply.code() == 229 && port.find()) {
            return extended(port(Integer.parseInt(port.group(2)), reply));
        }
        if (reply.code() / 100 != 5) {
            throw new FtpRefusal(reply);
        }
        FtpPlainChannel data = passive();
        sockets.avoidExtendedPassive(login);
        return data;
    }

    /** Some firewalls let through only the ports that they have read in an answer to PASV. */
    private FtpPlainChannel extended(int port) throws IOException {
        try {
            return sockets.data(client, port);
        } catch (IOException e) {
            if (!FtpFailures.isUnreachable(e)) {
                throw e;
            }
            FtpPlainChannel data = passiveInstead(e);
            sockets.avoidExtendedPassive(login);
            return data;
        }
    }

    private FtpPlainChannel passiveInstead(IOException unreachable) throws IOException {
        try {
            return passive();
        } catch (FtpRefusal _) {
            // there is only the other way, and that is the one that does not work
            throw unreachable;
        }
    }

    private FtpPlainChannel passive() throws IOException {
        FtpReply reply = require("PASV", "");
        Matcher numbers = SIX_NUMBERS.matcher(reply.lines().getLast());
        if (!numbers.find()) {
            throw new MalformedServerReplyException(reply.shown());
        }
        // the address is not looked at: behind address translation it is wrong, elsewhere a risk
        int port = Integer.parseInt(numbers.group(1)) << 8 | Integer.parseInt(numbers.group(2));
        return sockets.data(client, port(port, reply));
    }

    private static int port(int number, FtpReply reply) throws MalformedServerReplyException {
        if (number < 1 || number > 65_535) {
            throw new MalformedServerReplyException(reply.shown());
        }
        return number;
    }

    /**
     * What the server says at the end of a transfer, once the data connection is closed.
     *
     * @throws FtpRefusal when the transfer failed
     */
    void end() throws IOException {
        boolean done = false;
        try {
            client.getReply();
            done = true;
        } catch (FTPConnectionClosedException e) {
            throw closed(e);
        } finally {
            usable &= done;
        }
        FtpReply reply = heard();
        usable &= !reply.isPreliminary();
        expectDone(reply);
    }

    /**
     * Waits a moment for the server to notice that a transfer was broken off, so that the
     * connection can be used again.
     *
     * @return why the server broke it off, if it did and says so
     */
    Optional<FtpRefusal> endBroken() {
        // a session of which one connection was broken off is no good for the next (RFC 5246,
        // 7.2.1)
        spent |= login.isSecured();
        try {
            client.setSoTimeout(Math.min(GOOD_BYE_MILLIS, FtpSockets.millis(sockets.patience())));
            end();
            restorePatience();
        } catch (FtpRefusal e) {
            restorePatience();
            return Optional.of(e);
        } catch (IOException _) {
            usable = false;
        }
        return Optional.empty();
    }

    private void restorePatience() {
        try {
            client.setSoTimeout(FtpSockets.millis(sockets.patience()));
        } catch (IOException _) {
            usable = false;
        }
    }

    /** Whether this is a directory that may be entered; afterwards we are where we were. */
    boolean canEnter(FtpPath path) throws IOException {
        String back = home();
        if (!send("CWD", path.argument()).isDone()) {
            return false;
        }
        goHome(back);
        return true;
    }

    /** Enters a directory, does something there, and comes back. */
    void goHome(String back) throws IOException {
        if (back.isEmpty() || !send("CWD", back).isDone()) {
            // relative paths would mean something else from now on
            usable = false;
        }
    }

    /** The directory that the log-in began in; empty where the server does not tell. */
    String home() throws IOException {
        if (home.isEmpty()) {
            FtpReply reply = send("PWD", "");
            Matcher quoted = QUOTED.matcher(reply.lines().getFirst());
            boolean told = reply.isDone() && quoted.find();
            home = Optional.of(told ? quoted.group(1).replace("\"\"", "\"") : "");
        }
        return home.get();
    }

    /** Begins a loan. */
    void lend() {
        answered = false;
    }

    /** Ends a loan. */
    void takeBack() {
        lentBefore = true;
    }

    /** Whether it takes commands still, those that need a data connection as well. */
    boolean isUsable() {
        return isOpen() && client.canGoOn();
    }

    /** Whether the server can still be asked and heard, if perhaps by no more data connection. */
    boolean isOpen() {
        return usable && client.isConnected();
    }

    /** Whether it can be lent again. */
    boolean isReusable() {
        return isUsable() && !spent;
    }

    /**
     * Whether it lay idle before this loan and has not answered since: servers close idle
     * connections, and such a one is no failure of what is being done now.
     */
    boolean isStale() {
        return lentBefore && !answered;
    }

    /**
     * Says good-bye and waits a moment for the server to close, which is when it has room again.
     *
     * @return whether it did
     */
    boolean quit() {
        try {
            client.setSoTimeout(Math.min(GOOD_BYE_MILLIS, FtpSockets.millis(sockets.patience())));
            send("QUIT", "");
            client.getReply();
            return false;
        } catch (FTPConnectionClosedException _) {
            return true;
        } catch (IOException _) {
            return false;
        } finally {
            close();
        }
    }

    /** Ends it without a good-bye, which a server that hangs would not hear. */
    @Override
    public void close() {
        usable = false;
        try {
            client.disconnect();
        } catch (IOException _) {
            // gone all the same
        }
    }
}
