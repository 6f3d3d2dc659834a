package io.clew.transport.http;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.json.Json;
import io.clew.transport.json.JsonException;
import io.clew.transport.json.JsonReader;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The fields of a JSON object in a request's body; whatever is not as expected is a fault. */
record JsonBody(Json.Obj object) {
    static JsonBody parse(Bytes body) {
        if (body.size() == 0) {
            throw new JsonException("a JSON object is expected, and there is no body");
        }
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body.array()))
                            .toString();
            return of(JsonReader.read(text));
        } catch (CharacterCodingException e) {
            throw new JsonException("the body is not UTF-8");
        }
    }

    static JsonBody of(Json value) {
        if (value instanceof Json.Obj object) {
            return new JsonBody(object);
        }
        throw new JsonException("a JSON object is expected");
    }

    /**
     * This body, if it says nothing else than what is known: a name that is mistyped must not make
     * an order mean something else.
     */
    JsonBody only(String... known) {
        List<String> names = List.of(known);
        for (String name : object.fields().keySet()) {
            if (!names.contains(name)) {
                throw new JsonException(
                        "'" + name + "' is not known here, but " + String.join(", ", names));
            }
        }
        return this;
    }

    /** A number that is not negative. */
    long number(String name) {
        if (object.fields().get(name) instanceof Json.Num(long value) && value >= 0) {
            return value;
        }
        throw new JsonException("'" + name + "' must be a number from 0 on");
    }

    String text(String name) {
        if (object.fields().get(name) instanceof Json.Str(String value)) {
            return value;
        }
        throw new JsonException("'" + name + "' must be a string");
    }

    boolean flag(String name) {
        if (object.fields().get(name) instanceof Json.Bool(boolean value)) {
            return value;
        }
        throw new JsonException("'" + name + "' must be true or false");
    }

    /** What is meant where the field is missing can be said. */
    boolean flagOr(String name, boolean otherwise) {
        return object.fields().containsKey(name) ? flag(name) : otherwise;
    }

    /** Whether a field says something: many programs write null for what they do not give. */
    boolean says(String name) {
        return switch (object.fields().get(name)) {
            case null -> false;
            case Json.Null _ -> false;
            case Json _ -> true;
        };
    }

    /** Null if the field {@link #says} nothing. */
    @Nullable String textOrNull(String name) {
        return says(name) ? text(name) : null;
    }

    /** The items of an array; none if the field {@link #says} nothing. */
    List<Json> items(String name) {
        if (!says(name)) {
            return List.of();
        }
        if (object.fields().get(name) instanceof Json.Arr(var items)) {
            return items;
        }
        throw new JsonException("'" + name + "' must be an array");
    }
}
