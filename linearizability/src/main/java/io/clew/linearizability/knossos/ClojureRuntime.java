package io.clew.linearizability.knossos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * A Clojure of its own, loaded from jars that are not on the class path, and found by name.
 *
 * <p>Nothing but text goes in and comes out, so no type of one side is seen by the other. Clojure
 * looks for code through the context class loader of the thread, so that is set around each call.
 */
final class ClojureRuntime implements AutoCloseable {
    private final URLClassLoader loader;
    private final Method variable;
    private final Method invokeNone;
    private final Method invokeOne;
    private final Method invokeTwo;

    private ClojureRuntime(URLClassLoader loader) throws ReflectiveOperationException {
        this.loader = loader;
        Class<?> clojure = Class.forName("clojure.java.api.Clojure", true, loader);
        Class<?> function = Class.forName("clojure.lang.IFn", true, loader);
        variable = clojure.getMethod("var", Object.class, Object.class);
        invokeNone = function.getMethod("invoke");
        invokeOne = function.getMethod("invoke", Object.class);
        invokeTwo = function.getMethod("invoke", Object.class, Object.class);
    }

    static ClojureRuntime load(List<Path> jars) throws ReflectiveOperationException {
        URL[] urls = jars.stream().map(ClojureRuntime::url).toArray(URL[]::new);
        var loader = new URLClassLoader("knossos", urls, ClassLoader.getPlatformClassLoader());
        try {
            return within(loader, () -> new ClojureRuntime(loader));
        } catch (ReflectiveOperationException | LinkageError failed) {
            close(loader);
            throw failed;
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("a file without an address", impossible);
        }
    }

    /** What the source text evaluates to. */
    Object evaluate(String source) throws ReflectiveOperationException {
        return within(loader, () -> invokeOne.invoke(core("load-string"), source));
    }

    /** Calls a function with two arguments that answers with text. */
    String call(Object function, String first, long second) throws ReflectiveOperationException {
        return String.valueOf(
                within(loader, () -> invokeTwo.invoke(function, first, Long.valueOf(second))));
    }

    private Object core(String name) throws ReflectiveOperationException {
        return variable.invoke(null, "clojure.core", name);
    }

    /** Ends Clojure's threads, which would keep the process alive otherwise. */
    @Override
    public void close() throws ReflectiveOperationException {
        try {
            within(loader, () -> invokeNone.invoke(core("shutdown-agents")) == null);
        } finally {
            close(loader);
        }
    }

    private static void close(URLClassLoader loader) {
        try {
            loader.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private interface Action<T> {
        T run() throws ReflectiveOperationException;
    }

    private static <T> T within(ClassLoader loader, Action<T> action)
            throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The reason of a failed call, in words. */
    static String reason(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
