package io.clew.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** What is refused before any server is started. */
class BenchCommandTest {
    @ParameterizedTest
    @CsvSource({
        "--shards 0, from 1 to 1024",
        "--shards 1;2000, from 1 to 1024",
        "--shards 4;4, different numbers",
        "--shards four, four",
        "--shards 4 --url http://127.0.0.1:1, nodes that are started",
        "--shards 4 --growth, nodes that are started",
        "--shards 1;4 --floor, one number of --shards",
        "--shards 1;4 --history h.jsonl, one number of --shards",
        "--shards 1;4 --runs 0, --runs must be",
        "--nodes 0, --nodes must be",
    })
    void wrong_arguments_are_refused_with_a_reason(String arguments, String reason) {
        var err = new StringWriter();
        int status =
                new CommandLine(new BenchCommand())
                        .setErr(new PrintWriter(err))
                        .execute(arguments.replace(';', ',').split(" "));
        assertEquals(2, status);
        assertTrue(err.toString().contains(reason), err.toString());
    }

    @Test
    void nodes_get_the_number_of_shards_before_the_flags_of_the_user() {
        var options = new ShardOptions();
        new CommandLine(options).parseArgs("--shards", "16");
        assertEquals(
                List.of("--shards", "16", "--raft-http"), options.flags(List.of("--raft-http")));
        assertEquals(List.of("--raft-http"), new ShardOptions().flags(List.of("--raft-http")));
    }
}
