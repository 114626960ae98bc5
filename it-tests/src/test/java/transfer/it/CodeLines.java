package transfer.it;

import java.util.BitSet;

/** Tells the lines of Java source that hold code from those that hold only blanks and comments. */
final class CodeLines {
    private enum Part {
        CODE,
        LINE_COMMENT,
        BLOCK_COMMENT,
        QUOTED,
        TEXT_BLOCK
    }

    private final String source;
    private final BitSet lines = new BitSet();
    private Part part = Part.CODE;
    private char quote;
    private int at;
    private int line = 1;

    private CodeLines(CharSequence source) {
        this.source = source.toString();
    }

    /** The numbers of the lines with code, from 1. */
    static BitSet of(CharSequence source) {
        CodeLines scan = new CodeLines(source);
        while (scan.at < scan.source.length()) {
            scan.step();
        }
        return scan.lines;
    }

    private void step() {
        char c = source.charAt(at);
        if (c == '\n') {
            part = part == Part.LINE_COMMENT ? Part.CODE : part;
            line++;
            at++;
            return;
        }
        switch (part) {
            case CODE -> code(c);
            case LINE_COMMENT -> at++;
            case BLOCK_COMMENT -> leaveAt("*/");
            case QUOTED -> text(c, String.valueOf(quote));
            case TEXT_BLOCK -> text(c, "\"\"\"");
        }
    }

    private void code(char c) {
        if (source.startsWith("//", at)) {
            part = Part.LINE_COMMENT;
            return;
        }
        if (source.startsWith("/*", at)) {
            part = Part.BLOCK_COMMENT;
            at += 2;
            return;
        }
        if (!Character.isWhitespace(c)) {
            lines.set(line);
        }
        if (source.startsWith("\"\"\"", at)) {
            part = Part.TEXT_BLOCK;
            at += 3;
            return;
        }
        if (c == '"' || c == '\'') {
            part = Part.QUOTED;
            quote = c;
        }
        at++;
    }

    private void text(char c, String end) {
        lines.set(line);
        if (c == '\\') {
            at += 2;
        } else {
            leaveAt(end);
        }
    }

    private void leaveAt(String end) {
        if (source.startsWith(end, at)) {
            part = Part.CODE;
            at += end.length();
        } else {
            at++;
        }
    }
}
