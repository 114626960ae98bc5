package transfer.protocol.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of what a store answers, without its namespace, which stores write or leave out.
 * Stores are strangers: document types, entities of their own, and more of anything than an honest
 * answer has are refused.
 *
 * @param text its own text, blanks included; those of its children not
 */
record S3Xml(String name, String text, List<S3Xml> children) {
    private static final int DEEPEST = 16;
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final int MOST_ELEMENTS = 200_000;

    /** A list of a thousand keys has at most some millions. */
    private static final int LONGEST = 32 << 20;

    /** More than {@link #LONGEST} bytes have come. */
    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Also what is no text, comments and attributes, takes memory. */
    private static final class Bounded extends FilterInputStream {
        private long left = LONGEST;

        Bounded(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new TooLong();
            }
            return count;
        }
    }

    /** An element whose end has not come. */
    private record Open(String name, StringBuilder text, List<S3Xml> children) {}

    /** The first child of this name. */
    Optional<S3Xml> child(String wanted) {
        return all(wanted).findFirst();
    }

    Stream<S3Xml> all(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted));
    }

    /** The text of the first child of this name; empty where there is none or it has none. */
    Optional<String> told(String wanted) {
        return child(wanted).map(S3Xml::text).filter(text -> !text.isEmpty());
    }

    /**
     * The outermost element of a document.
     *
     * @throws XMLStreamException when it is not well-formed, or holds too much
     * @throws IOException when the stream breaks off
     */
    static S3Xml read(InputStream stream) throws XMLStreamException, IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new Bounded(stream));
            try {
                return read(xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof TooLong) {
                throw refused("is longer than " + LONGEST + " bytes");
            }
            if (e.getNestedException() instanceof IOException broken) {
                throw broken;
            }
            throw e;
        }
    }

    private static S3Xml read(XMLStreamReader xml) throws XMLStreamException {
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open("", new StringBuilder(), new ArrayList<>()));
        int elements = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    elements++;
                    if (open.size() > DEEPEST || elements > MOST_ELEMENTS) {
                        throw refused("holds too much");
                    }
                    open.push(new Open(xml.getLocalName(), new StringBuilder(), new ArrayList<>()));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Open ended = open.pop();
                    open.peek()
                            .children
                            .add(new S3Xml(ended.name, ended.text.toString(), ended.children));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        addText(xml, open.peek().text);
                case XMLStreamConstants.DTD -> throw refused("has a document type");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw refused("refers to an entity of its own");
                default -> {}
            }
        }
        return open.pop().children.getFirst();
    }

    private static void addText(XMLStreamReader xml, StringBuilder text) throws XMLStreamException {
        if (text.length() + xml.getTextLength() > LONGEST_TEXT) {
            throw refused("has a text of more than " + LONGEST_TEXT + " characters");
        }
        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
    }

    private static XMLStreamException refused(String why) {
        return new XMLStreamException("the answer " + why);
    }
}
