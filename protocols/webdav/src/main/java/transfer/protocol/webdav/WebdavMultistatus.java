package transfer.protocol.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a multistatus answer (RFC 4918, 13). Servers are strangers: document types, entities of
 * their own, and more of anything than an honest answer has are refused.
 *
 * <p>Of the properties those count that the server says it has (RFC 4918, 14.22): one that is
 * missing is listed too, with status 404.
 */
final class WebdavMultistatus {
    private static final String DAV = "DAV:";

    /** No property can have this name. */
    private static final String COLLECTION = "resourcetype/collection";

    private static final int DEEPEST = 32;
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final int MOST_RESOURCES = 2_000_000;

    private final XMLStreamReader xml;
    private final Deque<String> open = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final List<WebdavResource> resources = new ArrayList<>();

    private String href = "";
    private Optional<Integer> resourceStatus = Optional.empty();
    private Optional<Integer> propertyStatus = Optional.empty();
    private final Map<String, String> told = new HashMap<>();
    private final Map<String, String> found = new HashMap<>();

    private WebdavMultistatus(XMLStreamReader xml) {
        this.xml = xml;
    }

    /**
     * @throws XMLStreamException when it is not well-formed, no multistatus, or holds too much
     * @throws IOException when the stream breaks off
     */
    static List<WebdavResource> read(InputStream stream) throws XMLStreamException, IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(stream);
            try {
                return new WebdavMultistatus(xml).resources();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException broken) {
                throw broken;
            }
            throw e;
        }
    }

    private List<WebdavResource> resources() throws XMLStreamException {
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> begin();
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> addText();
                case XMLStreamConstants.DTD -> throw refused("has a document type");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw refused("refers to an entity of its own");
                default -> {}
            }
        }
        return resources;
    }

    private void addText() throws XMLStreamException {
        if (text.length() + xml.getTextLength() > LONGEST_TEXT) {
            throw refused("has a text of more than " + LONGEST_TEXT + " characters");
        }
        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
    }

    private String name() {
        return DAV.equals(xml.getNamespaceURI()) ? xml.getLocalName() : "";
    }

    private void begin() throws XMLStreamException {
        String name = name();
        if (open.isEmpty() && !name.equals("multistatus")) {
            throw refused("is no multistatus but " + xml.getLocalName());
        }
        if (open.size() == DEEPEST) {
            throw refused("is nested more than " + DEEPEST + " deep");
        }
        switch (name) {
            case "response" -> {
                href = "";
                resourceStatus = Optional.empty();
                found.clear();
            }
            case "propstat" -> {
                propertyStatus = Optional.empty();
                told.clear();
            }
            // the type is told by an element within the property
            case "collection" -> {
                if ("resourcetype".equals(open.peek())) {
                    told.put(COLLECTION, "");
                }
            }
            default -> {}
        }
        open.push(name);
        text.setLength(0);
    }

    private void end() throws XMLStreamException {
        String name = open.pop();
        String content = text.toString().strip();
        text.setLength(0);
        String within = open.isEmpty() ? "" : open.peek();
        switch (name) {
            case "href" -> {
                // of several the first: the others follow where a status is told of many
                if (within.equals("response") && href.isEmpty()) {
                    href = content;
                }
            }
            case "status" -> {
                if (within.equals("propstat")) {
                    propertyStatus = status(content);
                } else if (within.equals("response")) {
                    resourceStatus = status(content);
                }
            }
            case "propstat" -> {
                if (propertyStatus.map(number -> number / 100 == 2).orElse(true)) {
                    found.putAll(told);
                }
            }
            case "response" -> add();
            default -> {
                if (within.equals("prop") && !name.isEmpty()) {
                    told.put(name, content);
                }
            }
        }
    }

    private void add() throws XMLStreamException {
        if (resources.size() == MOST_RESOURCES) {
            throw refused("has more than " + MOST_RESOURCES + " resources");
        }
        resources.add(
                new WebdavResource(
                        href,
                        resourceStatus,
                        found.containsKey(COLLECTION),
                        size(found.getOrDefault("getcontentlength", "")),
                        told("getetag"),
                        told("getlastmodified")));
    }

    private Optional<String> told(String property) {
        return Optional.ofNullable(found.get(property)).filter(value -> !value.isEmpty());
    }

    private static OptionalLong size(String digits) {
        return digits.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    /** {@code HTTP/1.1 404 Not Found}. */
    private static Optional<Integer> status(String line) {
        String[] parts = line.split("\\s+");
        return parts.length > 1 && parts[1].matches("\\d{3}")
                ? Optional.of(Integer.valueOf(parts[1]))
                : Optional.empty();
    }

    private XMLStreamException refused(String why) {
        return new XMLStreamException("the answer " + why);
    }
}
