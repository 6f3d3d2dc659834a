package io.clew.server.bench.etcd;

import java.nio.ByteBuffer;

/** The few requests and answers of etcd's API, version 3, that a benchmark needs. */
final class EtcdMessages {
    static final String RANGE = "/etcdserverpb.KV/Range";
    static final String PUT = "/etcdserverpb.KV/Put";
    static final String STATUS = "/etcdserverpb.Maintenance/Status";

    private static final int KEY = 1;
    private static final int PUT_VALUE = 2;
    private static final int RANGE_SERIALIZABLE = 7;
    private static final int RANGE_KVS = 2;
    private static final int KV_VALUE = 5;
    private static final int HEADER = 1;
    private static final int HEADER_MEMBER = 2;
    private static final int STATUS_LEADER = 4;

    private EtcdMessages() {}

    static byte[] put(byte[] key, byte[] value) {
        return new ProtoWriter().bytes(KEY, key).bytes(PUT_VALUE, value).toBytes();
    }

    /** A read of one key, linearizable unless it is serializable. */
    static byte[] range(byte[] key, boolean serializable) {
        var request = new ProtoWriter().bytes(KEY, key);
        return (serializable ? request.number(RANGE_SERIALIZABLE, 1) : request).toBytes();
    }

    static byte[] status() {
        return new byte[0];
    }

    /** How long the value is that a read has found, -1 if it found none. */
    static int valueLength(ByteBuffer rangeAnswer) {
        var answer = new ProtoReader(rangeAnswer);
        while (answer.next()) {
            if (answer.field() == RANGE_KVS) {
                var pair = new ProtoReader(answer.bytes());
                while (pair.next()) {
                    if (pair.field() == KV_VALUE) {
                        return pair.bytes().remaining();
                    }
                }
                return 0;
            }
        }
        return -1;
    }

    /** Whether the member that has answered leads. */
    static boolean leads(ByteBuffer statusAnswer) {
        long member = 0;
        long leader = 0;
        var answer = new ProtoReader(statusAnswer);
        while (answer.next()) {
            if (answer.field() == HEADER) {
                var header = new ProtoReader(answer.bytes());
                while (header.next()) {
                    member = header.field() == HEADER_MEMBER ? header.number() : member;
                }
            } else if (answer.field() == STATUS_LEADER) {
                leader = answer.number();
            }
        }
        return leader != 0 && leader == member;
    }
}
