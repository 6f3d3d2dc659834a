package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.Event;
import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.wire.CommandCodec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class DiskWriterTest {
    @TempDir Path path;

    private final Inbox inbox = new Inbox();

    private static ServerConfig config(Path folder) {
        var flags = new Flags();
        flags.workingDir = folder;
        return ServerConfig.of(flags, Map.of());
    }

    @Test
    void whatWaitsTogetherIsAcknowledgedTogether() {
        DataFolder folder = DataFolder.open(config(path));
        var writer = new DiskWriter(folder.storage(), inbox);
        writer.submit(batch(1));
        writer.submit(batch(2));
        assertTrue(writer.runOnce());
        assertEquals(new Event.Written(2), inbox.poll());
        assertNull(inbox.poll(), "one acknowledgement for both");
        assertFalse(writer.runOnce());
        folder.close();
    }

    @Test
    @Timeout(60)
    void stoppingMakesDurableWhatWasSubmitted() throws InterruptedException {
        DataFolder folder = DataFolder.open(config(path));
        var writer = new DiskWriter(folder.storage(), inbox);
        for (int i = 1; i <= 20; i++) {
            writer.submit(batch(i));
        }
        writer.stop();
        var thread = Thread.ofPlatform().start(writer);
        thread.join();
        folder.close();

        DataFolder again = DataFolder.open(config(path));
        assertEquals(20, again.storage().takeRecovered().shards().getFirst().entries().size());
        again.close();
    }

    private static WriteBatch batch(long sequence) {
        Bytes command =
                CommandCodec.encode(new Command.Put(Bytes.utf8("key"), Bytes.utf8("value")));
        var entry = new Entry(sequence, 1, Entry.Kind.COMMAND, command);
        var hard = new HardState(1, new NodeId(1));
        var write = new LogWrite(hard, null, sequence, List.of(entry));
        return new WriteBatch(sequence, List.of(new WriteBatch.ShardWrite(0, write)));
    }
}
