package io.clew.sim.world.mark;

import io.clew.engine.Effects;
import io.clew.engine.api.KeyFault;
import io.clew.engine.api.Reply;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/** Marks of what clients are told, and of how many nodes are there to tell it. */
final class RequestMarks implements Observer {
    private static final int SHARED = 3;

    private final World world;
    private final Marks marks;

    RequestMarks(World world, Marks marks) {
        this.world = world;
        this.marks = marks;
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        int reads = 0;
        for (Effects.Answer answer : effects.answers()) {
            switch (answer.reply()) {
                case Reply.Unknown unknown -> {
                    marks.hit(Mark.WRITE_DROPPED, unknown.why().equals("leadership was lost"));
                    marks.hit(Mark.WRITE_TIMES_OUT, unknown.why().equals("not committed in time"));
                }
                case Reply.Refused refused -> refused(refused.why());
                case Reply.Full _ -> marks.hit(Mark.NODE_IS_FULL);
                case Reply.Rejected rejected ->
                        marks.hit(Mark.STILL_CARRIES, rejected.why().contains("still carries"));
                case Reply.Found _, Reply.Missing _ -> reads++;
                case Reply.DoneOnce done -> marks.hit(Mark.WRITE_COMES_AGAIN, done.repeated());
                case Reply.KeyRefused refused -> {
                    marks.hit(Mark.KEY_TOO_OLD, refused.fault() == KeyFault.TOO_OLD);
                    marks.hit(Mark.KEY_REUSED, refused.fault() == KeyFault.REUSED);
                }
                default -> {}
            }
        }
        marks.hit(Mark.READS_SHARE_A_ROUND, reads >= SHARED);
    }

    private void refused(String why) {
        marks.hit(Mark.READ_DROPPED, why.equals("leadership was lost"));
        marks.hit(Mark.READ_TIMES_OUT, why.equals("not confirmed in time"));
        marks.hit(Mark.TOO_MANY_PENDING, why.equals("too many requests are in flight"));
        marks.hit(Mark.TOO_MUCH_UNCOMMITTED, why.equals("too much is waiting to be committed"));
    }

    @Override
    public void crashed(SimNode node) {
        int down = 0;
        for (SimNode each : world.nodes()) {
            down += each.up() ? 0 : 1;
        }
        marks.hit(Mark.MAJORITY_IS_DOWN, 2 * down > world.nodes().size());
        marks.hit(Mark.ALL_ARE_DOWN, down == world.nodes().size());
    }
}
