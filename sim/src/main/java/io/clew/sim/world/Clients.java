package io.clew.sim.world;

import io.clew.engine.api.Reply;
import io.clew.linearizability.History;

import java.util.ArrayList;
import java.util.List;

/** All clients of a run, the history of what they saw, and the network between them and nodes. */
public final class Clients {
    private static final int STARVING_AFTER = 4;

    /** So late even less tells: few patient clients may end no more in all the time there is. */
    private static final long STARVING_AFTER_NANOS = 8 * Setup.SECOND;

    private static final double STARVING_SHARE = 0.5;
    private static final long DELAY_MEAN_NANOS = 300 * Setup.MICRO;

    private final World world;
    private final Dice dice;
    private final List<String> keys;
    private final List<SimClient> clients = new ArrayList<>();
    private final History.Builder history = new History.Builder();
    private final Shares losses = new Shares();
    private final Survey survey;
    private List<SimNode> reachable;
    private long operatorAsked;
    private int processes;
    private int succeeded;
    private int ended;

    Clients(World world, Schedule schedule, Dice dice) {
        this.world = world;
        this.dice = dice;
        this.keys = schedule.keys();
        this.reachable = List.of();
        this.survey = new Survey(world, this);
        for (int i = 0; i < schedule.calls().size(); i++) {
            List<PlannedCall> calls = schedule.calls().get(i);
            clients.add(new SimClient(world, this, i, calls, dice.stream("client", i)));
        }
    }

    /** How many there are. */
    public int size() {
        return clients.size();
    }

    /** Lets every client begin. */
    public void start() {
        clients.forEach(SimClient::start);
    }

    /** Lets a share of the messages between clients and nodes get lost, each way. */
    public void lose(Episode by, double share) {
        losses.add(by, share);
    }

    /** Lets clients that look for a node look among these, or among all if there are none. */
    public void turnTo(List<SimNode> nodes) {
        reachable = nodes;
    }

    /** A key that some client uses. */
    String anyKey(Dice by) {
        return by.pick(keys);
    }

    List<SimNode> reachable() {
        return reachable.isEmpty() ? world.cluster().machines() : reachable;
    }

    /** Whether every call has ended and no more will begin. */
    public boolean idle() {
        return clients.stream().noneMatch(SimClient::busy);
    }

    /** Begins no more of the planned calls. */
    public void finish() {
        clients.forEach(SimClient::finish);
    }

    /**
     * Lets one client read every key, write it, and read it again.
     *
     * @return how many of these calls there are
     */
    public int tour() {
        return clients.isEmpty() ? 0 : clients.getFirst().tour(keys);
    }

    /** What is asked of single nodes once the trouble has ended. */
    public Survey survey() {
        return survey;
    }

    public History history() {
        return history.build();
    }

    /** How many operations have come to an end, without those for which there was no room. */
    public int ended() {
        return ended;
    }

    public int succeeded() {
        return succeeded;
    }

    History.Builder recorder() {
        return history;
    }

    /**
     * An operation has ended.
     *
     * @param full whether for lack of room: who is told so is served, and has not got what it wants
     */
    void count(boolean success, boolean full) {
        ended += full ? 0 : 1;
        succeeded += success ? 1 : 0;
    }

    /** Whether so few operations succeed that the run would prove nothing. */
    public boolean starving() {
        long works = world.timeline().now() - world.setup().clientsStartNanos();
        boolean tells = ended >= STARVING_AFTER || works > STARVING_AFTER_NANOS;
        return tells && (ended == 0 || succeeded < STARVING_SHARE * ended);
    }

    /** Names a question of the operator's. */
    long operatorToken() {
        return operatorAsked++ << SimClient.CLIENT_BITS | SimClient.OPERATOR;
    }

    /** A process of the history: a client that does not know an outcome goes on as a new one. */
    int newProcess() {
        return processes++;
    }

    /** The number of the client that made the attempt which a token names. */
    public static int clientOf(long token) {
        return SimClient.ofToken(token);
    }

    /**
     * Carries something between a client and a node, unless it gets lost.
     *
     * @param number no other message has it
     * @return whether it will arrive
     */
    boolean carry(long number, SimNode node, Runnable arrival) {
        if (losses.hit(number, node)) {
            return false;
        }
        world.timeline().after(dice.at(number).exponential(DELAY_MEAN_NANOS), arrival);
        return true;
    }

    void answer(SimNode from, long token, Reply reply) {
        world.trace().event(Trace.Kind.ANSWERED, from.number(), token);
        int number = SimClient.ofToken(token);
        if (number == SimClient.OPERATOR) {
            world.operator().answered(from, token, reply);
            survey.answered(from, token, reply);
            return;
        }
        SimClient client = clients.get(number);
        carry(~token, from, () -> client.answered(token, reply));
    }
}
