package io.clew.sim.world;

import io.clew.engine.api.Command;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.linearizability.Call;

/** What a node is asked for a call of the history. */
final class Requests {
    private Requests() {}

    static Request of(Call call) {
        return switch (call) {
            case Call.Put put ->
                    new Request.Write(
                            new Command.Put(Bytes.utf8(put.key()), Values.stored(put.value())));
            case Call.Get get -> new Request.Read(Bytes.utf8(get.key()));
            case Call.Delete delete ->
                    new Request.Write(new Command.Delete(Bytes.utf8(delete.key())));
            case Call.Clear _ -> new Request.Write(new Command.Clear());
            case Call.Append _, Call.Cas _, Call.Txn _ ->
                    throw new IllegalArgumentException("no such request: " + call);
        };
    }
}
