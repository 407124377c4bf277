package dev.cardea.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * What to do on a signal of the operating system. Safe from any thread.
 *
 * <p>A shutdown hook would not do: it cannot hear a second Ctrl-C. {@code sun.misc.Signal} can, and
 * is reached by reflection because the compiler warns of every other use of it.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs {@code action} on a thread of the JVM each time the signal comes, instead of ending the
     * process.
     *
     * @param name without SIG: {@code INT} or {@code TERM}
     * @return false if this platform does not let us; the signal then ends the process as usual
     */
    static boolean handle(String name, Runnable action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation =
                    (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(action, arguments);
                        }
                        action.run();
                        return null;
                    };
            Object handler =
                    Proxy.newProxyInstance(
                            handlerType.getClassLoader(), new Class<?>[] {handlerType}, invocation);
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
            return true;
        } catch (ReflectiveOperationException e) {
            return false; // not on this platform, or the signal is the JVM's own
        }
    }
}
