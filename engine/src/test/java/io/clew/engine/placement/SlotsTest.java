package io.clew.engine.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.HexFormat;

class SlotsTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # key in hex        , crc  , slot , of 3, of 16, of 1024
                    ''                  , 0000 ,     0 ,    0,     0,    0
                    00                  , 0000 ,     0 ,    0,     0,    0
                    61                  , 7c87 , 15495 ,    2,    15,  968
                    62                  , 4ce4 ,  3300 ,    0,     3,  206
                    6b6579              , 70fb , 12539 ,    2,    12,  783
                    68656c6c6f          , c362 ,   866 ,    0,     0,   54
                    313233343536373839  , 31c3 , 12739 ,    2,    12,  796
                    c3a9                , 67c4 , 10180 ,    1,     9,  636
                    ffffff              , d26c ,  4716 ,    0,     4,  294
                    757365723a31        , 6a1a , 10778 ,    1,    10,  673
                    757365723a32        , 5a79 ,  6777 ,    1,     6,  423
                    """)
    void aKeyBelongsToItsSlotAndShardForEver(
            String hex, String crc, int slot, int of3, int of16, int of1024) {
        var key = Bytes.of(HexFormat.of().parseHex(hex));
        assertEquals(Integer.parseInt(crc, 16), Slots.crc(key));
        assertEquals(slot, Slots.of(key));
        assertEquals(0, Slots.shardOf(key, 1));
        assertEquals(of3, Slots.shardOf(key, 3));
        assertEquals(of16, Slots.shardOf(key, 16));
        assertEquals(of1024, Slots.shardOf(key, 1024));
    }

    @Test
    void shardsAreRangesOfSlotsWhoseSizesDifferByAtMostOne() {
        for (int shards = 1; shards <= Placement.SHARDS_MAX; shards++) {
            var sizes = new int[shards];
            int before = 0;
            for (int slot = 0; slot < Slots.COUNT; slot++) {
                int shard = Slots.shard(slot, shards);
                assertTrue(shard == before || shard == before + 1, shards + " shards");
                sizes[shard]++;
                before = shard;
            }
            int largest = Arrays.stream(sizes).max().orElseThrow();
            int smallest = Arrays.stream(sizes).min().orElseThrow();
            assertTrue(largest - smallest <= 1, shards + " shards");
        }
    }

    @Test
    void keysThatDifferInTheirLastDigitsAreSpread() {
        var sizes = new int[16];
        for (int i = 0; i < 16_000; i++) {
            sizes[Slots.shardOf(Bytes.utf8("user:" + i), 16)]++;
        }
        for (int size : sizes) {
            assertTrue(size > 800 && size < 1200, Arrays.toString(sizes));
        }
    }
}
