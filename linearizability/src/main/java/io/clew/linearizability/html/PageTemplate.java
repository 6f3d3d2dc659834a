package io.clew.linearizability.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page with places, written <code>{{name}}</code>, that are filled in; and the look of pages. */
public final class PageTemplate {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private PageTemplate() {}

    /** In one pass, so that a value that looks like a place of the template stays a value. */
    public static String fill(String template, Map<String, String> texts) {
        return PLACE.matcher(template)
                .replaceAll(
                        place ->
                                Matcher.quoteReplacement(
                                        Objects.requireNonNull(texts.get(place.group(1)))));
    }

    /** The style that all pages share. */
    public static String look() {
        return resource(PageTemplate.class, "look.css");
    }

    /** The text of a file that lies beside a class. */
    public static String resource(Class<?> owner, String file) {
        try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Safe as text of an element and inside a quoted attribute. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
