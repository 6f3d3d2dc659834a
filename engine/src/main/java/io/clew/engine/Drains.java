package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.PlacementChange;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.TreeMap;

/**
 * The drains that were asked for here and are not answered yet: each of several may have been
 * possible when it was asked for, and the last of them not when it was applied.
 */
final class Drains {
    static final Reply.Rejected LAST = new Reply.Rejected("all other nodes are drained or lost");

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
        return refused(drain, placement) ? new Effects.Answer(answer.token(), LAST) : answer;
    }

    private static boolean refused(PlacementChange.Drain drain, Placement placement) {
        Placement.Host host = placement.hosts().get(drain.node());
        return drain.on() && host != null && !host.draining() && placement.last(drain.node());
    }
}
