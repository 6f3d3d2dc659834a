package io.clew.transport.peer;

import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.NodeId;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/** A connection that this node dialled, to send its messages over it. */
final class DialledConnection extends PeerConnection {
    private enum Stage {
        DIALS,
        AWAITS_WELCOME,
        AWAITS_PONG,
        OPEN
    }

    private final Link link;
    private final String address;
    private final NodeId expected;
    private final boolean bulk;
    private final boolean guest;
    private Stage stage = Stage.DIALS;
    private Bytes encodedHello = Bytes.EMPTY;
    private NodeId id = NodeId.UNBOUND;
    private long clusterId;
    private boolean unflushed;
    private Runnable neverOpen = () -> {};

    DialledConnection(
            LocalNode local,
            Link link,
            String address,
            NodeId expected,
            boolean bulk,
            boolean guest) {
        super(local);
        this.link = link;
        this.address = address;
        this.expected = expected;
        this.bulk = bulk;
        this.guest = guest;
    }

    /** What is done once it has ended before it was open. */
    void ifNeverOpen(Runnable then) {
        neverOpen = then;
    }

    String address() {
        return address;
    }

    NodeId id() {
        return id;
    }

    long clusterId() {
        return clusterId;
    }

    @Override
    boolean open() {
        return stage == Stage.OPEN;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == UpgradeRequest.Event.UPGRADED && !hasEnded()) {
            encodedHello = local().hello(expected, bulk, guest).encode();
            stage = Stage.AWAITS_WELCOME;
            write(FrameType.HELLO, encodedHello);
        } else {
            super.userEventTriggered(context, event);
        }
    }

    @Override
    void receive(Frame frame) {
        switch (frame.type()) {
            case WELCOME -> judge(frame.payload());
            case REFUSED -> accept(Handshake.Refused.decode(frame.payload()));
            case PONG -> hearPong();
            case HELLO, PROOF, CLUSTER, DATA, DATA_PART, PING ->
                    throw new MalformedException("got " + frame.type() + " out of turn");
        }
    }

    private void judge(Bytes encodedWelcome) {
        if (stage != Stage.AWAITS_WELCOME) {
            throw new MalformedException("got a welcome out of turn");
        }
        var welcome = Handshake.Welcome.decode(encodedWelcome);
        var secret = local().config().secret();
        if (!welcome.holds(secret, encodedHello)) {
            String why = "the other side does not know the cluster secret";
            write(FrameType.REFUSED, local().refuse(why, encodedHello).encode());
            end("the node there does not know the cluster secret");
            return;
        }
        String objection = Handshake.objection(welcome, expected, local().config().self());
        if (objection != null) {
            abort(objection);
            return;
        }
        id = welcome.id();
        clusterId = welcome.clusterId();
        stage = Stage.AWAITS_PONG;
        write(FrameType.PROOF, Handshake.diallersProof(secret, encodedHello, encodedWelcome));
    }

    private void accept(Handshake.Refused refused) {
        boolean proven = refused.holds(local().config().secret(), encodedHello);
        if (proven && refused.id().bound() && !refused.id().equals(local().config().self())) {
            local().listener().met(address, refused.id(), refused.clusterId());
        }
        end("refused: " + refused.why());
    }

    private void hearPong() {
        if (stage == Stage.AWAITS_PONG) {
            stage = Stage.OPEN;
            link.opened(this);
        } else if (stage != Stage.OPEN) {
            throw new MalformedException("got a pong out of turn");
        }
    }

    /** Queues a message, false if the queue is full. Nothing leaves before {@link #flush}. */
    boolean send(Bytes message) {
        Channel channel = channel();
        if (channel == null || !channel.isWritable()) {
            return false;
        }
        unflushed = true;
        if (message.size() <= Frame.PAYLOAD_BYTES_MAX) {
            var _ =
                    channel.write(
                            Frame.encode(channel.alloc(), FrameType.DATA, message),
                            channel.voidPromise());
            return true;
        }
        for (int at = 0; at < message.size(); at += Frame.PAYLOAD_BYTES_MAX) {
            var _ =
                    channel.write(
                            Frame.encodePart(channel.alloc(), message, at), channel.voidPromise());
        }
        return true;
    }

    void flush() {
        Channel channel = channel();
        if (unflushed && channel != null) {
            unflushed = false;
            channel.flush();
            wrote();
        }
    }

    void tellCluster(long cluster) {
        if (open()) {
            write(FrameType.CLUSTER, new ByteWriter(8).u64(cluster).toBytes());
        }
    }

    @Override
    void breakSilence() {
        write(FrameType.PING, Bytes.EMPTY);
    }

    @Override
    void ended(String why) {
        if (!open()) {
            neverOpen.run();
        }
        link.ended(this, why);
    }
}
