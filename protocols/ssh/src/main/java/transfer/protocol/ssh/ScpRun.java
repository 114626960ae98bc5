package transfer.protocol.ssh;

/**
 * How to run scp at a server.
 *
 * @param program with its options and a space
 * @param path what it reads or writes
 * @param incoming how many bytes it may send before we have taken any
 * @param outgoing how many bytes may wait until it takes them
 */
record ScpRun(String program, String path, int incoming, int outgoing) {
    /** Servers without a shell may take quotes for a part of the name. */
    byte[] command() {
        return path.matches("[A-Za-z0-9/._+,@%:=-]+")
                ? ShellScript.of(program + path)
                : ShellScript.of(program + "{}", path);
    }
}
