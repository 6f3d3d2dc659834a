package io.clew.engine.kv;

/**
 * A state of {@link AppliedKeys} that never changes.
 *
 * @param records see {@link AppliedKeys}
 */
public record KeysView(KvView records, long floor, long timeMillis) {
    /** Before the first keyed write. */
    public static final KeysView EMPTY = new KeysView(new KvStore().view(), 0, 0);

    public boolean isEmpty() {
        return records.size() == 0 && floor == 0 && timeMillis == 0;
    }
}
