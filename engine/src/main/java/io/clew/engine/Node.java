package io.clew.engine;

import io.clew.engine.api.Status;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A node of the cluster as a state machine that is stepped: it has no threads, clocks, sockets,
 * files or randomness of its own.
 *
 * <p>The driver gives it every event in turn, then asks once for the effects of them all, which is
 * how writes of many requests share one sync:
 *
 * <pre>
 *   for each waiting event: node.handle(now, event)
 *   if node.deadline() &lt;= now and nothing is waiting: node.handle(now, new Ticked())
 *   effects = node.flush(now): send, write, answer, run tasks
 * </pre>
 *
 * Not thread-safe. Times are nanoseconds of one monotonic clock with any origin.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Node {
    /**
     * @param address how others reach this node, one of the initial members
     * @param initialMembers addresses of all members of a new cluster, this node included; what the
     *     disk knows wins
     */
    public Node(
            EngineConfig config,
            String address,
            List<String> initialMembers,
            Recovered recovered,
            RandomGenerator random,
            long now) {
        throw new UnsupportedOperationException(
                "" + config + address + initialMembers + recovered + random + now);
    }

    public void handle(long now, Event event) {
        throw new UnsupportedOperationException(now + " " + event);
    }

    /** All that the events since the last flush ask for. */
    public Effects flush(long now) {
        throw new UnsupportedOperationException("" + now);
    }

    /** When to give {@link Event.Ticked} if nothing else happens. */
    public long deadline() {
        throw new UnsupportedOperationException();
    }

    public NodeId id() {
        throw new UnsupportedOperationException();
    }

    /** 0 while this node belongs to no cluster. */
    public long clusterId() {
        throw new UnsupportedOperationException();
    }

    /** The other members, with whom the transport keeps connections. May change at any step. */
    public List<Member> peers() {
        throw new UnsupportedOperationException();
    }

    public Status status() {
        throw new UnsupportedOperationException();
    }
}
