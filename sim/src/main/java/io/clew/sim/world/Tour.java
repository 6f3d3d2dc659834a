package io.clew.sim.world;

import io.clew.engine.EngineConfig;
import io.clew.linearizability.Call;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The calls by which one client sees whether every key is served. Where states have next to no room
 * it makes some first, and leaves none of its values there: what it asks for can always be had.
 */
final class Tour {
    private Tour() {}

    /**
     * @param value the one to put in the call with a number
     */
    static ArrayDeque<Call> of(List<String> keys, Setup setup, IntFunction<String> value) {
        boolean full = setup.engine().stateBytesMax() < EngineConfig.production().stateBytesMax();
        var calls = new ArrayDeque<Call>();
        if (full) {
            keys.forEach(key -> calls.add(new Call.Delete(key)));
        }
        for (String key : keys) {
            calls.add(new Call.Get(key));
            calls.add(new Call.Put(key, value.apply(calls.size())));
            calls.add(new Call.Get(key));
            if (full) {
                calls.add(new Call.Delete(key));
            }
        }
        return calls;
    }
}
