package io.clew.sim.exhaust;

import io.clew.engine.Effects;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Note;
import io.clew.engine.storage.WriteBatch;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Notes what nodes are made to do, so that a script can be seen to reach what it is for. */
final class Deeds implements Observer {
    private final TreeSet<String> names = new TreeSet<>();
    private final TreeMap<Integer, Long> last = new TreeMap<>();

    List<String> names() {
        return List.copyOf(names);
    }

    @Override
    public void stepped(SimNode node, Effects effects) {
        for (Note note : effects.notes()) {
            switch (note) {
                case Note.RoleChanged changed -> names.add("becomes " + changed.role());
                case Note.SnapshotTaken _ -> names.add("takes a snapshot");
                case Note.SnapshotInstalled _ -> names.add("installs a snapshot");
                case Note.Condemned _ -> names.add("stops serving");
                case Note.DamageFound _ -> names.add("finds damage");
                case Note.StatesDiffer _,
                        Note.Campaigned _,
                        Note.Voted _,
                        Note.HandsOver _,
                        Note.FollowsLeader _,
                        Note.MembershipChanged _,
                        Note.StrangerIgnored _,
                        Note.ReplicaCame _,
                        Note.ReplicaLeft _,
                        Note.PlacementChanges _,
                        Note.JoinersTakenBack _,
                        Note.LeaversKept _,
                        Note.InShard _,
                        Note.Waits _ -> {}
            }
        }
        WriteBatch batch = effects.write();
        if (batch != null) {
            batch.shards().forEach(each -> written(node.number(), each.write()));
        }
    }

    private void written(int node, LogWrite write) {
        if (write.firstIndex() == 0) {
            return;
        }
        if (write.firstIndex() <= last.getOrDefault(node, 0L)) {
            names.add("truncates its log");
        }
        last.put(node, write.firstIndex() + write.entries().size() - 1);
    }
}
