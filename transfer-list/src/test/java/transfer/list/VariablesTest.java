package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.protocol.MalformedUrlException;

class VariablesTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("HOME", "/home/u", "AB", "x", "A1_b", "y", "LOOP", "$AB", "ODD", "a\\1$0");

    private static String expanded(String url) throws MalformedUrlException {
        return new Variables(new ListDialect(ENVIRONMENT, true)).url(url).text();
    }

    @ParameterizedTest
    @CsvSource({
        "$HOME/f, file:///home/u/f",
        "${HOME}/f, file:///home/u/f",
        "file://$HOME/f, file:///home/u/f",
        "file:${HOME}/f, file:///home/u/f",
        "file://localhost/t/$AB, file:///t/x",
        "symlink://$HOME/f, symlink:///home/u/f",
        "moveto://$HOME/f, moveto:///home/u/f",
        "/t/$AB/$A1_b$AB, file:///t/x/yx",
        "/t/$AB.txt, file:///t/x.txt",
        "/t/${AB, file:///t/x",
        "/t/$AB}z, file:///t/xz",
        "/t/$X, file:///t/$X",
        "/t/${X}, file:///t/${X}",
        "/t/$_A, file:///t/$_A",
        "/t/$$, file:///t/$$",
        "/t/$1A, file:///t/$1A",
        "/t/$, file:///t/$",
        "/t/$$AB, file:///t/$x",
        "/t/$LOOP, file:///t/$AB",
        "/t/$ODD, file:///t/a\\1$0",
        "/t/~/$ABC, file:///t/~/",
        "$AB:y, file://x:y",
        "http://h/$HOME?a=$AB, http://h/$HOME?a=$AB",
        "s3://u@site/b/${HOME}, s3://u@site/b/${HOME}",
    })
    void namesInLocalPathsAreReplaced(String url, String result) throws MalformedUrlException {
        assertEquals(result, expanded(url));
    }

    @Test
    void whatIsNotSetIsNamed() {
        Variables variables = new Variables(new ListDialect(ENVIRONMENT, false));
        assertEquals(
                "needs the variable NOPE, which is not set",
                assertThrows(MalformedUrlException.class, () -> variables.url("file://$NOPE/x"))
                        .getMessage());
        assertEquals(
                "needs the variables NO2, NOPE, which are not set",
                assertThrows(
                                MalformedUrlException.class,
                                () -> variables.url("/$NOPE/$AB/${NO2}/$NOPE"))
                        .getMessage());
    }

    @Test
    void aPathOfNothingButUnsetVariablesIsNone() {
        assertEquals(
                "names no path once '$NOPE' is expanded",
                assertThrows(MalformedUrlException.class, () -> expanded("file://$NOPE"))
                        .getMessage());
    }
}
