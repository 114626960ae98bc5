package transfer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;

/** Writes what is installed besides the program; the build runs it. */
final class Documents {
    private Documents() {}

    /**
     * Writes {@code share/man/man1/transfer.1} and {@code
     * share/bash-completion/completions/transfer}.
     *
     * @param arguments the directory to write them below
     */
    static void main(String[] arguments) throws IOException {
        Path share = Path.of(arguments[0]).resolve("share");
        write(share.resolve("man/man1/transfer.1"), ManualPage.of(CommandModel.everything()));
        write(share.resolve("bash-completion/completions/transfer"), completion());
    }

    /** The script that completes commands, options and their values in bash. */
    static String completion() {
        return AutoComplete.bash(CommandModel.PROGRAM, CommandModel.everything());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
