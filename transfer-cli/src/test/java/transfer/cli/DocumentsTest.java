package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class DocumentsTest {
    private static final CommandLine PROGRAM = CommandModel.everything();

    private static Stream<CommandSpec> commands() {
        return Stream.concat(
                Stream.of(PROGRAM.getCommandSpec()),
                PROGRAM.getSubcommands().values().stream().map(CommandLine::getCommandSpec));
    }

    /** What the manual page says of one command. */
    private static String part(String manual, CommandSpec spec) {
        boolean root = spec == PROGRAM.getCommandSpec();
        int begin = manual.indexOf(root ? ".SH OPTIONS\n" : ".SS " + spec.name() + "\n");
        int end = manual.indexOf("\n.S", begin + 1);
        assertTrue(begin >= 0 && end > begin, spec.name());
        return manual.substring(begin, end);
    }

    @Test
    void everyOptionIsInTheManualPage() {
        String manual = ManualPage.of(CommandModel.everything());
        commands()
                .forEach(spec -> {
                    String part = part(manual, spec);
                    for (OptionSpec option : spec.options()) {
                        for (String name : option.names()) {
                            assertTrue(
                                    part.contains(name.replace("-", "\\-")),
                                    spec.name() + " " + name);
                        }
                    }
                });
    }

    @Test
    void everyOptionIsCompleted() {
        String script = Documents.completion();
        commands()
                .forEach(spec -> {
                    boolean root = spec == PROGRAM.getCommandSpec();
                    String function =
                            "function _picocli_transfer" + (root ? "" : "_" + spec.name()) + "() {";
                    int begin = script.indexOf(function);
                    assertTrue(begin >= 0, function);
                    String body = script.substring(begin, script.indexOf("\n}", begin));
                    for (OptionSpec option : spec.options()) {
                        for (String name : option.names()) {
                            assertTrue(
                                    Arrays.asList(body.split("[\\s'\"|)]+")).contains(name),
                                    spec.name() + " " + name);
                        }
                    }
                });
    }

    @Test
    void everyOptionIsExplained() {
        commands()
                .flatMap(spec -> spec.options().stream())
                .forEach(option ->
                        assertTrue(
                                String.join(" ", option.description()).endsWith("."),
                                option.longestName()));
    }

    @Test
    void everyExitCodeIsInTheManualPageAndInTheHelp() {
        String manual = ManualPage.of(PROGRAM);
        String help = PROGRAM.getUsageMessage(CommandLine.Help.Ansi.OFF);
        for (ExitCode code : ExitCode.values()) {
            assertTrue(manual.contains("\\fB" + code.number() + "\\fR\n"), code::name);
            assertTrue(help.contains(code.number() + "  " + code.sentence()), code::name);
        }
    }

    @Test
    void noLineOfTheManualPageIsTakenForACommand() {
        List<String> known = List.of(".TH", ".SH", ".SS", ".TP", ".PP", ".br");
        ManualPage.of(PROGRAM)
                .lines()
                .filter(line -> line.startsWith(".") || line.startsWith("'"))
                .forEach(line -> assertTrue(known.contains(line.split(" ")[0]), line));
    }

    @Test
    void bothAreWrittenWhereTheyAreInstalled(@TempDir Path folder) throws IOException {
        Documents.main(new String[] {folder.toString()});
        assertEquals(
                ManualPage.of(CommandModel.everything()),
                Files.readString(folder.resolve("share/man/man1/transfer.1")));
        assertFalse(
                Files.readString(folder.resolve("share/bash-completion/completions/transfer"))
                        .isEmpty());
    }
}
