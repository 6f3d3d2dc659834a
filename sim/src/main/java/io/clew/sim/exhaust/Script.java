package io.clew.sim.exhaust;

import io.clew.engine.Effects;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.linearizability.Budget;
import io.clew.linearizability.Call;
import io.clew.linearizability.Checker;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Outcome;
import io.clew.linearizability.Verdict;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Violation;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests of clients in a fixed order, each made by a client of its own, and what they saw.
 */
final class Script implements Observer {
    private static final long STATES_MAX = 100_000;

    private final World world;
    private final List<Call> calls;
    private final History.Builder history = new History.Builder();
    private final List<Effects.Answer> answers = new ArrayList<>();
    private long seen = 1;
    private long events;
    private int asked;

    Script(World world, List<Call> calls) {
        this.world = world;
        this.calls = calls;
    }

    boolean hasMore() {
        return asked < calls.size();
    }

    /** A hash over the history so far. */
    long seen() {
        return seen;
    }

    void ask(SimNode node) {
        Call call = calls.get(asked);
        int client = asked++;
        history.invoke(client, call, ++events);
        seen = 31 * seen + client;
        world.invoked(client, call);
        // The client's number is in the low bits, where the world looks for it.
        node.ask(client, request(call));
    }

    private static Request request(Call call) {
        return switch (call) {
            case Call.Put(String key, String value) ->
                    new Request.Write(new Command.Put(Bytes.utf8(key), Bytes.utf8(value)));
            case Call.Get(String key) -> new Request.Read(Bytes.utf8(key));
            case Call.Delete _, Call.Clear _, Call.Append _, Call.Cas _, Call.Txn _ ->
                    throw new IllegalArgumentException("not in a script: " + call);
        };
    }

    @Override
    public void stepped(SimNode node, Effects effects) {
        answers.addAll(effects.answers());
    }

    private static Outcome outcome(Reply reply) {
        return switch (reply) {
            case Reply.Done _ -> Outcome.DONE;
            case Reply.Found found -> Outcome.read(found.value().utf8());
            case Reply.Missing _ -> Outcome.read(null);
            case Reply.NotLeader _, Reply.Refused _, Reply.Full _ -> Outcome.FAILED;
            case Reply.Unknown _ -> Outcome.UNKNOWN;
            case Reply.DoneOnce _,
                    Reply.KeyRefused _,
                    Reply.Inspected _,
                    Reply.Members _,
                    Reply.Shards _,
                    Reply.Rejected _,
                    Reply.NotCarried _,
                    Reply.LogPage _,
                    Reply.Resigned _,
                    Reply.WindowVoted _,
                    Reply.WindowAppended _ ->
                    throw new Violation("answers fit the question", reply.toString());
        };
    }

    /** Takes in what was answered; an order must explain what the clients have seen. */
    void check() {
        if (answers.isEmpty()) {
            return;
        }
        for (Effects.Answer answer : answers) {
            int client = (int) answer.token();
            Outcome outcome = outcome(answer.reply());
            world.completed(client, outcome, answer.reply());
            if (!(outcome instanceof Outcome.Unknown)) {
                history.complete(client, outcome, ++events);
                seen = 31 * (31 * seen + ~client) + outcome.hashCode();
            }
        }
        answers.clear();
        Verdict verdict =
                Checker.check(history.build(), Model.keyValue(), Budget.states(STATES_MAX));
        if (verdict instanceof Verdict.Violation violation) {
            throw new Violation("linearizability", violation.explanation());
        }
    }
}
