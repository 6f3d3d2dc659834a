package io.clew.transport.http;

import io.clew.engine.api.Request;

/** Where a request goes. */
public sealed interface Routed {
    /** It is answered without the node. */
    record Immediate(HttpAnswer answer) implements Routed {}

    /** It is a matter of the whole process, which may have to ask other nodes first. */
    record Order(ClusterOrder order) implements Routed {}

    /** It is a question to the node, whose reply {@link KvApi#answer} turns into the answer. */
    record Ask(Request request) implements Routed {}
}
