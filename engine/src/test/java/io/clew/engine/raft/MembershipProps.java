package io.clew.engine.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.MalformedException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.Random;

class MembershipProps {
    @Property
    void aMembershipReadsBackAsItWasWritten(@ForAll("memberships") Membership membership) {
        assertEquals(membership, Membership.decode(membership.encode()));
    }

    @Property
    void aTruncatedMembershipIsRefused(
            @ForAll("memberships") Membership membership, @ForAll Random random) {
        var whole = membership.encode();
        var cut = new ByteReader(whole).raw(random.nextInt(whole.size()));
        assertThrows(MalformedException.class, () -> Membership.decode(cut));
    }

    @Provide
    Arbitrary<Membership> memberships() {
        var ids = Arbitraries.longs().map(NodeId::new);
        var addresses =
                Arbitraries.strings().ofMaxLength(30).map(s -> s.replaceAll("\\p{Cs}", "?"));
        var members = Combinators.combine(ids, addresses).as(Member::new).list().ofMaxSize(9);
        return Combinators.combine(
                        Arbitraries.longs(), members, members, Arbitraries.of(true, false))
                .as(Membership::new);
    }
}
