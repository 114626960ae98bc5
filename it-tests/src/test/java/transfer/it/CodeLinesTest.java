package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CodeLinesTest {
    @Test
    void blanksAndCommentsAreNoCode() {
        assertEquals(
                "{3, 6, 8}",
                CodeLines.of(
                                """

                                // a comment
                                int a; // and code
                                /* a
                                   longer one */
                                /* code behind */ int b;
                                /** doc */
                                char c = '"'; // the quote opens no string
                                """)
                        .toString());
    }

    @Test
    void commentSignsInStringsAreCode() {
        assertEquals(
                "{1, 2, 3, 4}",
                CodeLines.of("a(\"/*\");\nb(\"\\\"//\");\nc('\\'', \"//\");\nd(\"*/\");\n")
                        .toString());
    }

    @Test
    void textBlocksAreCode() {
        assertEquals(
                "{1, 2, 3}", CodeLines.of("a(\"\"\"\n  // text\n  \"\"\");\n// end\n").toString());
    }
}
