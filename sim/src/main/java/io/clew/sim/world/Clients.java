package io.clew.sim.world;

import io.clew.engine.api.Reply;
import io.clew.linearizability.History;

import java.util.ArrayList;
import java.util.List;

/** All clients of a run, the history of what they saw, and the network between them and nodes. */
public final class Clients {
    private static final int CLIENT_BITS = 8;
    private static final int STARVING_AFTER = 4;
    private static final double STARVING_SHARE = 0.5;
    private static final long DELAY_MEAN_NANOS = 300 * Setup.MICRO;

    private final World world;
    private final Dice dice;
    private final List<SimClient> clients = new ArrayList<>();
    private final History.Builder history = new History.Builder();
    private int operationsLeft;
    private int processes;
    private long attempts;
    private double loss;
    private int succeeded;
    private int ended;

    Clients(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
        this.operationsLeft = world.setup().operations();
        for (int i = 0; i < world.setup().clients(); i++) {
            clients.add(new SimClient(world, this, i, dice.stream("client", i)));
        }
    }

    /** Lets every client begin. */
    public void start() {
        clients.forEach(SimClient::start);
    }

    /** The share of messages between clients and nodes that get lost, each way. */
    public void lose(double share) {
        loss = share;
    }

    /** Whether every operation has ended and no more will begin. */
    public boolean idle() {
        return operationsLeft <= 0 && clients.stream().noneMatch(SimClient::busy);
    }

    /** Begins no more operations. */
    public void finish() {
        operationsLeft = 0;
    }

    /**
     * Lets one client read every key, write it, and read it again.
     *
     * @return how many of these operations there are
     */
    public int tour() {
        return clients.getFirst().tour(keys());
    }

    public History history() {
        return history.build();
    }

    public int succeeded() {
        return succeeded;
    }

    List<String> keys() {
        var keys = new ArrayList<String>();
        for (int i = 0; i < world.setup().keys(); i++) {
            keys.add("k" + i);
        }
        return keys;
    }

    /** Whether there is another operation to do, which is then taken. */
    boolean takeOperation() {
        return operationsLeft-- > 0;
    }

    History.Builder recorder() {
        return history;
    }

    void count(boolean success) {
        ended++;
        succeeded += success ? 1 : 0;
    }

    /** Whether so few operations succeed that the run would prove nothing. */
    public boolean starving() {
        return ended >= STARVING_AFTER && succeeded < STARVING_SHARE * ended;
    }

    /** A process of the history: a client that does not know an outcome goes on as a new one. */
    int newProcess() {
        return processes++;
    }

    /** Names one attempt of one client, never used again. */
    long newToken(int client) {
        return attempts++ << CLIENT_BITS | client;
    }

    /** Carries something between a client and a node, unless it gets lost. */
    void carry(Runnable arrival) {
        if (!dice.chance(loss)) {
            world.timeline().after(dice.exponential(DELAY_MEAN_NANOS), arrival);
        }
    }

    void answer(SimNode from, long token, Reply reply) {
        world.trace().event(Trace.Kind.ANSWERED, from.number(), token);
        SimClient client = clients.get((int) (token & ((1 << CLIENT_BITS) - 1)));
        carry(() -> client.answered(token, reply));
    }
}
