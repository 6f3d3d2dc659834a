package io.clew.server;

import io.clew.engine.EngineConfig;
import io.clew.engine.ShardingConfig;
import io.clew.engine.bytes.Bytes;
import io.clew.transport.HostPort;
import io.clew.transport.http.HttpConfig;
import io.clew.transport.http.KvApi;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * All that a node is told when it starts, parsed and judged once.
 *
 * @param address how others reach this node; its name in the cluster
 * @param members the addresses of all members of a new cluster, this node included
 * @param shardsTold how many shards were asked for expressly, null if that was left open
 * @param join the cluster that a new node is to be taken into, null if it founds one
 * @param proxy whether what others lead is asked for there instead of sending the client there
 * @param clusterSecret what members prove to know to each other, null if nothing is asked for
 */
record ServerConfig(
        int port,
        String bind,
        String address,
        Path dataFolder,
        List<String> members,
        EngineConfig engine,
        @Nullable Integer shardsTold,
        int valueBytesMax,
        int connectionsMax,
        @Nullable Bytes clusterSecret,
        JoinFile.@Nullable Wish join,
        boolean proxy,
        boolean raftHttp,
        boolean faultInjection) {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final int ZONE_LENGTH_MAX = 64;
    private static final int PORT_DEFAULT = 8080;
    private static final int VALUE_BYTES_DEFAULT = 10 << 20;
    private static final int VALUE_BYTES_LIMIT = 64 << 20;
    private static final int CONNECTIONS_DEFAULT = 20_000;
    private static final int SECRET_BYTES_MIN = 16;

    /** What a node needs beside its data. */
    private static final long WORKING_BYTES = 256L << 20;

    ServerConfig {
        members = List.copyOf(members);
    }

    boolean alone() {
        return members.size() == 1;
    }

    /** The addresses of the other members of a new cluster, sorted. */
    List<String> others() {
        return members.stream().filter(member -> !member.equals(address)).toList();
    }

    KvApi.Options api() {
        return new KvApi.Options(address, valueBytesMax, raftHttp, faultInjection);
    }

    HttpConfig http() {
        var listening = new InetSocketAddress(bind, port);
        if (listening.isUnresolved()) {
            throw new StartException("no interface is called " + bind);
        }
        HttpConfig base = HttpConfig.production(listening);
        HttpConfig.Limits limits = base.limits();
        return new HttpConfig(
                listening,
                base.eventLoops(),
                new HttpConfig.Limits(
                        OpenFiles.connections(connectionsMax, proxy),
                        limits.lineBytes(),
                        limits.headBytes(),
                        Math.max(KvApi.JSON_BYTES_MAX, valueBytesMax), // Orders are bodies, too.
                        Math.max(limits.bodiesBytes(), valueBytesMax),
                        limits.discardedBytes()),
                base.timeouts());
    }

    /** A host by which this machine reaches its own port. */
    String reachableHost() {
        return switch (bind) {
            case "0.0.0.0", "::" -> HostPort.LOOPBACK;
            default -> bind;
        };
    }

    /** Flags win over variables; an empty variable is as good as none. */
    static ServerConfig of(Flags flags, Map<String, String> environment) {
        @Nullable HostPort given =
                flags.addr != null
                        ? Addresses.parse("--addr", flags.addr)
                        : variableAddress(environment);
        int port = PORT_DEFAULT;
        if (flags.port != null) {
            port = Addresses.port("--port", flags.port);
        } else if (given != null) {
            port = given.port();
        }
        HostPort own = given != null ? given : new HostPort(HostPort.LOOPBACK, port);
        String told = environment.getOrDefault("CLEW_BIND", "");
        String bind = !told.isBlank() ? told : given != null ? "0.0.0.0" : HostPort.LOOPBACK;
        EngineConfig engine = engine(flags);
        return new ServerConfig(
                port,
                flags.bind != null ? flags.bind : bind,
                own.toString(),
                dataFolder(flags, environment),
                members(flags, environment, own),
                engine,
                flags.shards == null ? null : engine.sharding().shards(),
                (int)
                        size(
                                "--value-limit",
                                flags.valueLimit,
                                VALUE_BYTES_DEFAULT,
                                VALUE_BYTES_LIMIT),
                (int)
                        size(
                                "--max-connections",
                                flags.maxConnections,
                                CONNECTIONS_DEFAULT,
                                1_000_000),
                flags.clusterSecretFile == null ? null : secret(flags.clusterSecretFile),
                join(flags, environment, own),
                flags.proxy,
                flags.raftHttp,
                flags.faultInjection || "1".equals(environment.get("CLEW_FAULT_INJECTION")));
    }

    private static @Nullable HostPort variableAddress(Map<String, String> environment) {
        String text = environment.getOrDefault("ADDR", "");
        return text.isBlank() ? null : Addresses.parse("ADDR", text);
    }

    private static Path dataFolder(Flags flags, Map<String, String> environment) {
        if (flags.workingDir != null) {
            return flags.workingDir;
        }
        String text = environment.getOrDefault("DATA_DIR", "");
        return Path.of(text.isBlank() ? "./data" : text);
    }

    private static List<String> members(
            Flags flags, Map<String, String> environment, HostPort own) {
        var members = new LinkedHashSet<String>();
        if (flags.peers != null) {
            addAll(members, "--peers", flags.peers);
            if (members.isEmpty()) {
                members.add(own.toString()); // As without it, whatever the variable says.
            }
            if (!members.contains(own.toString())) {
                throw new UsageException(
                        "--peers lists all members, but "
                                + own
                                + ", this node's own address, is not among "
                                + String.join(",", members)
                                + " (see --port and --addr)");
            }
        } else {
            // PEERS names the others; that the own address is among them does no harm.
            addAll(members, "PEERS", environment.getOrDefault("PEERS", ""));
            members.add(own.toString());
        }
        return members.stream().sorted().toList();
    }

    private static void addAll(LinkedHashSet<String> members, String what, String list) {
        for (String text : list.split(",", -1)) {
            if (!text.isBlank() && !members.add(Addresses.parse(what, text).toString())) {
                throw new UsageException(what + " names " + text.strip() + " twice");
            }
        }
    }

    private static JoinFile.@Nullable Wish join(
            Flags flags, Map<String, String> environment, HostPort own) {
        boolean founds = flags.peers != null && !flags.peers.isBlank();
        String variable = founds ? "" : environment.getOrDefault("JOIN", "");
        String list = flags.join != null ? flags.join : variable;
        var seeds = new LinkedHashSet<String>();
        addAll(seeds, "--join", list);
        seeds.remove(own.toString());
        boolean replica = "replica".equals(flags.role);
        if (!replica && flags.role != null && !flags.role.equals("voter")) {
            throw new UsageException("--role is voter or replica, not '" + flags.role + "'");
        }
        if (seeds.isEmpty() && !flags.standby) {
            if (replica) {
                throw new UsageException("--role replica needs --join, a cluster to follow");
            }
            return null;
        }
        if (founds) {
            throw new UsageException(
                    "--peers founds a cluster, --join and --standby wait for another: choose one");
        }
        return new JoinFile.Wish(replica, flags.standby ? List.of() : List.copyOf(seeds), null);
    }

    /**
     * What is left of the heap where logs, snapshots and what is in flight have their part of it.
     */
    private static long dataBytesDefault() {
        long heap = Runtime.getRuntime().maxMemory();
        return Math.max(heap / 8, (heap - WORKING_BYTES) / 5 * 3);
    }

    private static EngineConfig engine(Flags flags) {
        EngineConfig base = EngineConfig.production();
        long min = base.electionMinNanos() / MILLI;
        long max = base.electionMaxNanos() / MILLI;
        if (flags.electionTimeout != null) {
            String[] range = flags.electionTimeout.split("-", -1);
            if (range.length != 2) {
                throw new UsageException(
                        "--election-timeout needs MIN-MAX in milliseconds, such as 500-1000, not '"
                                + flags.electionTimeout
                                + "'");
            }
            min = number("--election-timeout", range[0], 3, 600_000);
            max = number("--election-timeout", range[1], 3, 600_000);
            if (min >= max) {
                throw new UsageException(
                        "--election-timeout needs its first number to be the smaller one, not '"
                                + flags.electionTimeout
                                + "'");
            }
        }
        long heartbeat =
                flags.heartbeat == null
                        ? base.heartbeatNanos() / MILLI
                        : number("--heartbeat", flags.heartbeat, 1, 200_000);
        if (heartbeat * 3 > min) {
            throw new UsageException(
                    "a heartbeat every "
                            + heartbeat
                            + " ms is over a third of the shortest election timeout, "
                            + min
                            + " ms: two lost heartbeats would depose the leader");
        }
        long snapshot =
                size(
                        "--snapshot-log-bytes",
                        flags.snapshotLogBytes,
                        base.snapshotLogBytes(),
                        64L << 30);
        return new EngineConfig(
                min * MILLI,
                max * MILLI,
                heartbeat * MILLI,
                base.requestTimeoutNanos(),
                base.appendBytesMax(),
                base.windowMessages(),
                base.windowBytes(),
                base.uncommittedBytesMax(),
                base.pendingMax(),
                snapshot,
                Math.min(base.retainedLogBytes(), snapshot),
                base.chunkBytes(),
                size(
                        "--snapshot-rate",
                        flags.snapshotRate,
                        base.snapshotBytesPerSecond(),
                        64L << 30),
                base.applyEntriesMax(),
                size("--data-limit", flags.dataLimit, dataBytesDefault(), Long.MAX_VALUE >> 1),
                base.keyLimits(),
                flags.bootstrapMajority,
                sharding(flags));
    }

    private static ShardingConfig sharding(Flags flags) {
        int shards = count("--shards", flags.shards, 1, ShardingConfig.SHARDS_MAX);
        var base = ShardingConfig.production(shards);
        String zone = flags.zone == null ? "" : flags.zone;
        if (zone.length() > ZONE_LENGTH_MAX) {
            throw new UsageException("--zone has " + ZONE_LENGTH_MAX + " characters at most");
        }
        return new ShardingConfig(
                shards,
                count("--replication-factor", flags.replicationFactor, base.factor(), 15),
                zone,
                count(
                                "--replace-after",
                                flags.replaceAfter,
                                (int) (base.lostAfterNanos() / SECOND),
                                1_000_000)
                        * SECOND,
                base.reportNanos(),
                base.movesMax());
    }

    private static int count(String what, @Nullable String text, int otherwise, int max) {
        return text == null ? otherwise : (int) number(what, text, 1, max);
    }

    private static long number(String what, String text, long min, long max) {
        long number = text.matches("[0-9]{1,15}") ? Long.parseLong(text) : -1;
        if (number < min || number > max) {
            throw new UsageException(
                    what + " needs a number from " + min + " to " + max + ", not '" + text + "'");
        }
        return number;
    }

    /** A number with k, m or g behind it for powers of 1024. */
    private static long size(String what, @Nullable String text, long fallback, long max) {
        if (text == null) {
            return fallback;
        }
        int unit =
                text.isEmpty()
                        ? -1
                        : "kmg".indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
        long scale = unit < 0 ? 1 : 1L << (10 * (unit + 1));
        String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
        return number(what, digits, 1, max / scale) * scale;
    }

    private static Bytes secret(Path file) {
        try {
            Bytes secret = Bytes.utf8(Files.readString(file).strip());
            if (secret.size() < SECRET_BYTES_MIN) {
                throw new UsageException(
                        "the cluster secret in "
                                + file
                                + " is shorter than "
                                + SECRET_BYTES_MIN
                                + " bytes");
            }
            return secret;
        } catch (CharacterCodingException e) {
            throw new UsageException(
                    "the cluster secret in " + file + " must be text, in UTF-8, and is not");
        } catch (IOException e) {
            throw new UsageException("cannot read the cluster secret in " + file + ": " + e);
        }
    }
}
