package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.PlacementChange;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.TreeMap;

/**
 * The drains that were asked for here and are not answered yet: each of several may have been
 * possible when it was asked for, and the last of them not when it was applied; and what nobody
 * knows of cannot be drained.
 */
final class Drains {
    static final Reply.Rejected LAST = new Reply.Rejected("all other nodes are drained or lost");

    /** A node that has just joined, and has not said yet what it is. */
    private static final Reply.Refused UNKNOWN =
            new Reply.Refused("nothing is placed on that node yet, nor known of it");

    private final TreeMap<Long, PlacementChange.Drain> asked = new TreeMap<>();

    void begin(long token, PlacementChange.Drain drain) {
        asked.put(token, drain);
    }

    /** Makes the answers tell what has become of the drains. */
    void judge(List<Effects.Answer> answers, @Nullable Placement placement) {
        if (!asked.isEmpty()) {
            answers.replaceAll(answer -> judge(answer, placement));
        }
    }

    private Effects.Answer judge(Effects.Answer answer, @Nullable Placement placement) {
        PlacementChange.Drain drain = asked.remove(answer.token());
        if (drain == null || placement == null || !(answer.reply() instanceof Reply.Done)) {
            return answer;
        }
        Placement.Host host = placement.hosts().get(drain.node());
        if (!drain.on() || (host != null && host.draining())) {
            return answer;
        }
        return new Effects.Answer(answer.token(), host == null ? UNKNOWN : LAST);
    }
}
