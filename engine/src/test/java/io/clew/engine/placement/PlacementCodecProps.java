package io.clew.engine.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.NodeId;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** What was written reads back; what nobody wrote is refused in one way, or is something sound. */
class PlacementCodecProps {
    @Property
    void aPlacementReadsBackAsItWasWritten(@ForAll("placements") Placement placement) {
        var bytes = PlacementCodec.encode(placement);
        var read = PlacementCodec.decodePlacement(bytes);
        assertEquals(placement, read);
        assertEquals(placement.hash(), read.hash());
    }

    @Property
    void aChangeReadsBackAsItWasWritten(@ForAll("changes") PlacementChange change) {
        assertEquals(change, PlacementCodec.decode(PlacementCodec.encode(change)));
    }

    @Property
    void whatIsCutOrTooLongIsRefused(
            @ForAll("placements") Placement placement,
            @ForAll("changes") PlacementChange change,
            @ForAll Random random) {
        refusesOtherLengths(
                PlacementCodec::decodePlacement, PlacementCodec.encode(placement), random);
        refusesOtherLengths(PlacementCodec::decode, PlacementCodec.encode(change), random);
    }

    @Property(tries = 3000)
    void whatIsDamagedIsReadAsSomethingElseOrRefused(
            @ForAll("placements") Placement placement,
            @ForAll("changes") PlacementChange change,
            @ForAll Random random) {
        attempt(PlacementCodec::decodePlacement, damaged(PlacementCodec.encode(placement), random));
        attempt(PlacementCodec::decode, damaged(PlacementCodec.encode(change), random));
    }

    @Property(tries = 2000)
    void noChangeBreaksAPlacementUnlessAGroupReportsWhatCannotBe(
            @ForAll("placements") Placement placement, @ForAll("changes") PlacementChange change) {
        if (!(change instanceof PlacementChange.Settled)) {
            var after = Placement.apply(placement, change);
            assertNotNull(after);
            assertEquals(placement.version() + (after.equals(placement) ? 0 : 1), after.version());
        }
    }

    @Provide
    Arbitrary<Placement> placements() {
        return Arbitraries.randomValue(Worlds::any);
    }

    @Provide
    Arbitrary<PlacementChange> changes() {
        var nodes = Arbitraries.longs().between(1, 12).map(NodeId::new);
        var anyNodes =
                Arbitraries.oneOf(nodes, Arbitraries.longs().filter(v -> v != 0).map(NodeId::new));
        var numbers = Arbitraries.integers().between(1, 12);
        var replicas = Combinators.combine(nodes, numbers).as(NodeId::replica);
        var shards = Arbitraries.integers().between(0, 30);
        var indexes = Arbitraries.longs().between(1, 60);
        var flags = Arbitraries.of(true, false);
        var words =
                Arbitraries.strings()
                        .ofMinLength(1)
                        .ofMaxLength(20)
                        .map(s -> s.replaceAll("\\p{Cs}", "?"));
        var hosts = Combinators.combine(anyNodes, words, words).as(PlacementChange.Host::new);
        return Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.integers().between(1, 1024),
                                Arbitraries.integers().between(1, 9),
                                hosts.list()
                                        .ofMinSize(1)
                                        .ofMaxSize(9)
                                        .uniqueElements(PlacementChange.Host::node))
                        .as(PlacementChange.Found::new),
                hosts,
                anyNodes.map(PlacementChange.Forget::new),
                Combinators.combine(anyNodes, flags).as(PlacementChange.Drain::new),
                Combinators.combine(anyNodes, flags).as(PlacementChange.Lost::new),
                flags.map(PlacementChange.Pause::new),
                Combinators.combine(shards, nodes.injectNull(0.3), replicas, indexes)
                        .as(PlacementChange.Begin::new),
                Combinators.combine(shards, nodes, replicas.injectNull(0.7), indexes)
                        .as(PlacementChange.Begin::new),
                Combinators.combine(
                                shards,
                                indexes,
                                replicas.list()
                                        .ofMinSize(1)
                                        .ofMaxSize(5)
                                        .uniqueElements(NodeId::node))
                        .as(PlacementChange.Settled::new),
                Combinators.combine(shards, indexes).as(PlacementChange.Abandon::new),
                Combinators.combine(shards, indexes).as(PlacementChange.GiveUp::new));
    }

    private static void refusesOtherLengths(Consumer<Bytes> read, Bytes whole, Random random) {
        var cut = new ByteReader(whole).raw(random.nextInt(whole.size()));
        assertThrows(MalformedException.class, () -> read.accept(cut));
        var longer = Arrays.copyOf(whole.array(), whole.size() + 1 + random.nextInt(9));
        assertThrows(MalformedException.class, () -> read.accept(Bytes.of(longer)));
    }

    private static Bytes damaged(Bytes bytes, Random random) {
        var copy = bytes.array().clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Bytes.of(copy);
    }

    private static void attempt(Consumer<Bytes> read, Bytes input) {
        try {
            read.accept(input);
        } catch (MalformedException refused) {
            assertNotNull(refused.getMessage());
        }
    }
}
