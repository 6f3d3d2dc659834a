package io.clew.server;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/**
 * The server's flags as they were given; what is null was not. {@link ServerConfig} judges them.
 */
final class Flags {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "HTTP port (default: the port of the own address, else 8080)")
    @Nullable String port;

    @Option(
            names = "--working-dir",
            paramLabel = "DIR",
            description = "data folder, made if it is missing (variable DATA_DIR; default: ./data)")
    @Nullable Path workingDir;

    @Option(
            names = "--addr",
            paramLabel = "HOST:PORT",
            description =
                    "own address as others reach it (variable ADDR; default: 127.0.0.1:<port>)")
    @Nullable String addr;

    @Option(
            names = "--bind",
            paramLabel = "HOST",
            description =
                    "interface to listen on (variable CLEW_BIND; default: 0.0.0.0 where an own"
                            + " address was given, else 127.0.0.1)")
    @Nullable String bind;

    @Option(
            names = "--peers",
            paramLabel = "LIST",
            description =
                    "all members of the cluster, this one included, such as :8001,:8002,:8003"
                            + " (variable PEERS: only the others; default: a single node)")
    @Nullable String peers;

    @Option(
            names = "--join",
            paramLabel = "LIST",
            description =
                    "members of a running cluster, such as :8001,:8002: a new node has itself taken"
                            + " in by way of any of them (variable JOIN)")
    @Nullable String join;

    @Option(
            names = "--standby",
            description =
                    "wait with an empty data folder until POST /cluster/members on a member takes"
                            + " this node in")
    boolean standby;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description =
                    "voter, or replica: follows for ever, without a vote; goes with --join"
                            + " (default: voter)")
    @Nullable String role;

    @Option(
            names = "--election-timeout",
            paramLabel = "MIN-MAX",
            description = "milliseconds without a leader before an election (default: 500-1000)")
    @Nullable String electionTimeout;

    @Option(
            names = "--heartbeat",
            paramLabel = "MS",
            description =
                    "milliseconds between heartbeats, at most a third of the shortest election"
                            + " timeout (default: 100)")
    @Nullable String heartbeat;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description =
                    "shards of a new cluster, 1 to 1024, the same on all of its first nodes; a"
                            + " data folder with another number is refused (default: 1)")
    @Nullable String shards;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description = "replicas of each shard of a new cluster with several (default: 3)")
    @Nullable String replicationFactor;

    @Option(
            names = "--zone",
            paramLabel = "NAME",
            description =
                    "what this node may fail together with, such as a rack: replicas of a shard"
                            + " are spread over zones")
    @Nullable String zone;

    @Option(
            names = "--replace-after",
            paramLabel = "SECONDS",
            description =
                    "silence after which a node's replicas are made anew on others, where there"
                            + " are several shards, and a node that is joining is taken back"
                            + " (default: 300)")
    @Nullable String replaceAfter;

    @Option(
            names = "--bootstrap-majority",
            description =
                    "let a new cluster accept writes as soon as a majority of its members has been"
                            + " seen; an empty member may then help to lose them")
    boolean bootstrapMajority;

    @Option(
            names = "--value-limit",
            paramLabel = "SIZE",
            description = "largest value, such as 512k or 10m (default: 10m)")
    @Nullable String valueLimit;

    @Option(
            names = "--data-limit",
            paramLabel = "SIZE",
            description =
                    "keys and values, and 100 bytes for each key, beyond which values are refused"
                            + " with 507; deleting still works (default: as the heap allows, 440m"
                            + " of 1g)")
    @Nullable String dataLimit;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "client connections at the same time (default: 20000)")
    @Nullable String maxConnections;

    @Option(
            names = "--snapshot-log-bytes",
            paramLabel = "SIZE",
            description = "size of the logs of all shards that makes snapshots due (default: 64m)")
    @Nullable String snapshotLogBytes;

    @Option(
            names = "--snapshot-rate",
            paramLabel = "SIZE",
            description =
                    "bytes a second of snapshots that this node sends at most, to all who catch up"
                            + " together (default: 64m)")
    @Nullable String snapshotRate;

    @Option(
            names = "--cluster-secret-file",
            paramLabel = "FILE",
            description = "a file whose content every member must know to be let in")
    @Nullable Path clusterSecretFile;

    @Option(
            names = "--proxy",
            description =
                    "ask the leader for what this node does not lead, and pass its answer on,"
                            + " instead of sending clients there")
    boolean proxy;

    @Option(
            names = "--raft-http",
            description =
                    "answer POST /raft/request-vote and /raft/append-entries, for teaching: whoever"
                            + " can reach them can unseat a leader and forge entries")
    boolean raftHttp;

    @Option(
            names = "--fault-injection",
            description =
                    "answer POST /cluster/partition and /cluster/heal, for tests (variable"
                            + " CLEW_FAULT_INJECTION=1)")
    boolean faultInjection;
}
