package io.clew.sim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** A profile says only what can have an effect. */
class ProfileTest {
    private static Profile of(String family) {
        Profile p = Profile.DEFAULT;
        return new Profile(
                "own",
                p.nodes(),
                p.shards(),
                p.clients(),
                p.operations(),
                p.keys(),
                p.thinkNanos(),
                p.timeoutNanos(),
                p.readPercent(),
                p.removingShare(),
                p.troubleNanosMax(),
                p.smallShare(),
                p.shortLogs(),
                p.lateMembers(),
                p.spareShare(),
                p.gapNanos(),
                p.familyShare(),
                Map.of(family, 1.0));
    }

    @Test
    void aFamilyHasItsOwnShareAndAllOthersTheCommonOne() {
        assertEquals(1.0, of("slow disk").share("slow disk"));
        assertEquals(Profile.DEFAULT.familyShare(), of("slow disk").share("slow link"));
    }

    @Test
    void aFamilyThatDoesNotExistIsRefused() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> of("slow disks"));
        assertEquals("no family of faults is called 'slow disks'", thrown.getMessage());
    }
}
