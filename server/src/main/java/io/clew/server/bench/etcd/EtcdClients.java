package io.clew.server.bench.etcd;

import io.clew.server.bench.load.LoadGenerator;
import io.clew.server.bench.load.Operations;
import io.clew.server.bench.load.Tally;
import io.clew.server.bench.load.Workload;
import io.netty.bootstrap.Bootstrap;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients of etcd, several on a connection, in the way of its own benchmark tool.
 *
 * @param workload its pace is always a closed loop
 * @param leader takes writes and linearizable reads
 * @param members all of them, over which stale reads are spread
 * @param clientsOfConnection how many share one, at least 1
 */
public record EtcdClients(
        Workload workload,
        InetSocketAddress leader,
        List<InetSocketAddress> members,
        int clientsOfConnection)
        implements LoadGenerator.Clients {
    @Override
    public List<EtcdClient> of(Bootstrap bootstrap, Tally tally) {
        var clients = new ArrayList<EtcdClient>();
        int connections = Math.ceilDiv(workload.clients(), clientsOfConnection);
        var toLeader = new ArrayList<SharedConnection>();
        var toRead = new ArrayList<SharedConnection>();
        for (int i = 0; i < connections; i++) {
            var connection = new SharedConnection(bootstrap, leader);
            toLeader.add(connection);
            toRead.add(
                    workload.stale()
                            ? new SharedConnection(bootstrap, members.get(i % members.size()))
                            : connection);
        }
        for (int i = 0; i < workload.clients(); i++) {
            clients.add(
                    new EtcdClient(
                            toLeader.get(i % connections),
                            toRead.get(i % connections),
                            new Operations(workload, i),
                            workload,
                            tally));
        }
        return clients;
    }
}
