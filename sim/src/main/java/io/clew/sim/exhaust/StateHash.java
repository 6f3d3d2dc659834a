package io.clew.sim.exhaust;

import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * A hash over everything that objects hold, private fields included: a look from outside that needs
 * nothing of the classes, so that none can forget a field of its state. Sources of chance are left
 * out.
 */
final class StateHash {
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    /** The fields of a class and of those above it, made accessible once. */
    private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

    /** What was met already, by the order in which it was met: object graphs have cycles. */
    private final IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();

    private long hash = 1;

    private StateHash() {}

    static long of(Object... roots) {
        var state = new StateHash();
        for (Object root : roots) {
            state.add(root);
        }
        return state.hash;
    }

    private void mix(long value) {
        hash = (Long.rotateLeft(hash, 23) ^ value) * MULTIPLIER;
    }

    private void add(@Nullable Object value) {
        switch (value) {
            case null -> mix(0);
            case Number number -> mix(number.longValue());
            case Boolean flag -> mix(flag ? 3 : 5);
            case String text -> mix(text.hashCode());
            case Enum<?> constant -> mix(constant.name().hashCode());
            case Bytes bytes -> mix(bytes.hashCode());
            case RandomGenerator _ -> mix(7);
            default -> addObject(value);
        }
    }

    private void addObject(Object value) {
        Integer before = seen.putIfAbsent(value, seen.size());
        if (before != null) {
            mix(before);
            return;
        }
        Class<?> type = value.getClass();
        mix(type.getName().hashCode());
        if (value instanceof Collection<?> collection) {
            mix(collection.size());
            collection.forEach(this::add);
        } else if (value instanceof Map<?, ?> map) {
            mix(map.size());
            map.forEach(
                    (key, each) -> {
                        add(key);
                        add(each);
                    });
        } else if (type.isArray()) {
            addArray(value);
        } else if (!type.isSynthetic() && !type.isHidden()) {
            addFields(value, type);
        }
    }

    private void addArray(Object value) {
        int length = java.lang.reflect.Array.getLength(value);
        mix(length);
        for (int i = 0; i < length; i++) {
            add(java.lang.reflect.Array.get(value, i));
        }
    }

    private void addFields(Object value, Class<?> type) {
        for (Field field : FIELDS.computeIfAbsent(type, StateHash::fieldsOf)) {
            try {
                add(field.get(value));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("cannot look into " + field, e);
            }
        }
    }

    private static List<Field> fieldsOf(Class<?> type) {
        var fields = new ArrayList<Field>();
        for (Class<?> each = type;
                each != null && each != Object.class;
                each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
        }
        return fields;
    }
}
