package io.clew.sim.schedule;

import io.clew.engine.EngineConfig;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.storage.StorageConfig;
import io.clew.sim.world.Setup;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a setup by name, machines apart. What is not said has its plain value, so that a
 * written schedule names only what differs, and outlives new settings.
 */
final class Settings {
    private Settings() {}

    /** The settings that differ from the plain ones, as texts. */
    static SortedMap<String, String> of(Setup setup) {
        SortedMap<String, String> plain = all(Setup.plain(setup.nodes()));
        SortedMap<String, String> own = all(setup);
        own.entrySet().removeIf(each -> each.getValue().equals(plain.get(each.getKey())));
        return own;
    }

    private static SortedMap<String, String> all(Setup setup) {
        var texts = new TreeMap<String, String>();
        apply(
                setup,
                new Fields() {
                    @Override
                    public long nanos(String name, long value) {
                        texts.put(name, Durations.text(value));
                        return value;
                    }

                    @Override
                    public long number(String name, long value) {
                        texts.put(name, Long.toString(value));
                        return value;
                    }

                    @Override
                    public boolean flag(String name, boolean value) {
                        texts.put(name, value ? "yes" : "no");
                        return value;
                    }
                });
        return texts;
    }

    /** Whether there is a setting of that name. */
    static boolean known(String name) {
        return all(Setup.plain(1)).containsKey(name);
    }

    /** The setup with some settings replaced; all others are kept. */
    static Setup with(Setup setup, SortedMap<String, String> texts) {
        return apply(setup, new Replacing(texts));
    }

    private record Replacing(SortedMap<String, String> texts) implements Fields {
        @Override
        public long nanos(String name, long value) {
            String text = texts.get(name);
            return text == null ? value : Durations.parse(text);
        }

        @Override
        public long number(String name, long value) {
            String text = texts.get(name);
            return text == null ? value : Long.parseLong(text);
        }

        @Override
        public boolean flag(String name, boolean value) {
            String text = texts.get(name);
            if (text == null) {
                return value;
            }
            return switch (text) {
                case "yes" -> true;
                case "no" -> false;
                default -> throw new IllegalArgumentException("neither yes nor no: " + text);
            };
        }
    }

    private static Setup apply(Setup setup, Fields fields) {
        return new Setup(
                setup.machines(),
                fields.size("shards", setup.shards()),
                fields.size("factor", setup.factor()),
                fields.nanos("clientsStart", setup.clientsStartNanos()),
                fields.nanos("clientTimeout", setup.clientTimeoutNanos()),
                fields.size("keyedPercent", setup.keyedPercent()),
                fields.nanos("delayMin", setup.delayMinNanos()),
                fields.nanos("delayMean", setup.delayMeanNanos()),
                fields.nanos("diskMean", setup.diskMeanNanos()),
                fields.nanos("troubleMax", setup.troubleNanosMax()),
                fields.number("coreSeed", setup.coreSeed()),
                fields.flag("coreRestarts", setup.coreRestarts()),
                apply(setup.engine(), fields),
                apply(setup.storage(), fields));
    }

    private static EngineConfig apply(EngineConfig engine, Fields fields) {
        return new EngineConfig(
                fields.nanos("engine.electionMin", engine.electionMinNanos()),
                fields.nanos("engine.electionMax", engine.electionMaxNanos()),
                fields.nanos("engine.heartbeat", engine.heartbeatNanos()),
                fields.nanos("engine.requestTimeout", engine.requestTimeoutNanos()),
                fields.size("engine.appendBytesMax", engine.appendBytesMax()),
                fields.size("engine.windowMessages", engine.windowMessages()),
                fields.size("engine.windowBytes", engine.windowBytes()),
                fields.number("engine.uncommittedBytesMax", engine.uncommittedBytesMax()),
                fields.size("engine.pendingMax", engine.pendingMax()),
                fields.number("engine.snapshotLogBytes", engine.snapshotLogBytes()),
                fields.number("engine.retainedLogBytes", engine.retainedLogBytes()),
                fields.size("engine.chunkBytes", engine.chunkBytes()),
                fields.number("engine.snapshotBytesPerSecond", engine.snapshotBytesPerSecond()),
                fields.size("engine.applyEntriesMax", engine.applyEntriesMax()),
                fields.number("engine.stateBytesMax", engine.stateBytesMax()),
                new KeyLimits(
                        fields.size("engine.keysMax", engine.keyLimits().countMax()),
                        fields.number("engine.keyBytesMax", engine.keyLimits().bytesMax()),
                        fields.number("engine.keyAgeMillis", engine.keyLimits().ageMaxMillis())),
                fields.flag("engine.bootstrapMajority", engine.bootstrapMajority()),
                engine.sharding());
    }

    private static StorageConfig apply(StorageConfig storage, Fields fields) {
        return new StorageConfig(
                fields.size("storage.segmentBytes", storage.segmentBytes()),
                fields.size("storage.prefillSliceBytes", storage.prefillSliceBytes()),
                fields.size("storage.snapshotBlockBytes", storage.snapshotBlockBytes()),
                fields.size("storage.snapshotSyncBytes", storage.snapshotSyncBytes()));
    }
}
