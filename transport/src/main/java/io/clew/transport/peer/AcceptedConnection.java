package io.clew.transport.peer;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.NodeId;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** A connection that a peer dialled: its messages come in here, ours go out over our own. */
final class AcceptedConnection extends PeerConnection {
    private enum Stage {
        AWAITS_HELLO,
        AWAITS_PROOF,
        OPEN
    }

    private final Acceptor acceptor;
    private final String remote;
    private final Reassembly parts = new Reassembly();
    private Stage stage = Stage.AWAITS_HELLO;
    private Handshake.@Nullable Hello hello;
    private Bytes encodedHello = Bytes.EMPTY;
    private Bytes encodedWelcome = Bytes.EMPTY;
    private NodeId from = NodeId.UNBOUND;
    private String address = "";
    private long clusterId;

    AcceptedConnection(LocalNode local, Acceptor acceptor, Channel channel) {
        super(local);
        this.acceptor = acceptor;
        this.remote = String.valueOf(channel.remoteAddress());
    }

    @Override
    boolean open() {
        return stage == Stage.OPEN;
    }

    NodeId from() {
        return from;
    }

    /** The address that the peer claims as its own. */
    String address() {
        return address;
    }

    boolean bulk() {
        return hello != null && hello.bulk();
    }

    /** The peer does not count this node among its members. */
    boolean onlyAnswers() {
        return hello != null && hello.guest();
    }

    boolean asks(NodeId id) {
        return open() && from.equals(id) && !onlyAnswers();
    }

    /** Ends the connection if the peer has turned out to be of another cluster than this node. */
    void checkCluster() {
        if (stage != Stage.AWAITS_HELLO && Handshake.differ(local().clusterId(), clusterId)) {
            refuse(Handshake.otherCluster(local().clusterId(), clusterId));
        }
    }

    @Override
    void receive(Frame frame) {
        switch (frame.type()) {
            case HELLO -> hear(frame.payload());
            case PROOF -> judgeProof(frame.payload());
            case REFUSED -> end(Handshake.Refused.decode(frame.payload()).why());
            case CLUSTER -> changeCluster(frame.payload());
            case DATA -> deliver(frame.payload());
            case DATA_PART -> {
                expect(Stage.OPEN, frame);
                Bytes whole = parts.add(frame.payload());
                if (whole != null) {
                    deliver(whole);
                }
            }
            case PING -> {
                expect(Stage.OPEN, frame);
                pong();
            }
            case WELCOME, PONG -> throw unexpected(frame);
        }
    }

    private void hear(Bytes payload) {
        if (stage != Stage.AWAITS_HELLO) {
            throw new MalformedException("got a second greeting");
        }
        encodedHello = payload;
        hello = Handshake.Hello.decode(payload);
        address = hello.address();
        clusterId = hello.clusterId();
        String objection = local().objection(hello);
        if (!local().mayTalkTo(address)) {
            abort("cut off by order");
        } else if (objection != null) {
            refuse(objection);
        } else {
            encodedWelcome = local().welcome(hello, payload).encode();
            stage = Stage.AWAITS_PROOF;
            write(FrameType.WELCOME, encodedWelcome);
        }
    }

    private void judgeProof(Bytes proof) {
        if (stage != Stage.AWAITS_PROOF || hello == null) {
            throw new MalformedException("got a proof out of turn");
        }
        if (!Handshake.diallersProofHolds(
                local().config().secret(), proof, encodedHello, encodedWelcome)) {
            refuse("the other side does not know the cluster secret");
            return;
        }
        from = hello.id();
        stage = Stage.OPEN;
        trust();
        pong();
        acceptor.opened(this);
        local().listener().met(address, from, clusterId);
    }

    private void changeCluster(Bytes payload) {
        if (stage != Stage.OPEN) {
            throw new MalformedException("got a cluster out of turn");
        }
        clusterId = new ByteReader(payload).u64();
        checkCluster();
        if (!hasEnded()) {
            local().listener().met(address, from, clusterId);
        }
    }

    private void deliver(Bytes message) {
        if (stage != Stage.OPEN) {
            throw new MalformedException("got a message before the handshake was over");
        }
        if (local().mayTalkTo(address)) {
            local().listener().received(from, message);
        }
    }

    private void refuse(String why) {
        local().rareNotes().note("refuses " + name() + ": " + why);
        write(FrameType.REFUSED, local().refuse(why, encodedHello).encode());
        end(why);
    }

    private void expect(Stage due, Frame frame) {
        if (stage != due) {
            throw unexpected(frame);
        }
    }

    private static MalformedException unexpected(Frame frame) {
        return new MalformedException("got " + frame.type() + " out of turn");
    }

    /** Only what is heard is answered: a line that carries nothing this way must look dead. */
    @Override
    void breakSilence() {}

    private void pong() {
        write(FrameType.PONG, Bytes.EMPTY);
    }

    /**
     * A ping may be far behind in a bulk stream, so bytes of any kind are answered now and then.
     */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        super.channelReadComplete(context);
        if (open() && hasBeenSilent(System.nanoTime())) {
            pong();
        }
    }

    @Override
    void ended(String why) {
        acceptor.ended(this);
    }

    /** Nobody else will tell: the dialler merely sees the end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!hasEnded() && !(cause instanceof IOException)) {
            local().rareNotes().note("closes the connection with " + name() + ": " + reason(cause));
        }
        super.exceptionCaught(context, cause);
    }

    private String name() {
        return address.isEmpty() ? remote : address;
    }
}
