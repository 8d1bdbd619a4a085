package org.carerrecord.fhirserver;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;

/** A connection that tells when a statement's answer is there. */
final class After {

    private After() {}

    /** The connection; what is to happen happens after each query with the words in it. */
    static Connection statements(Connection connection, String words, Runnable then) {
        return proxy(Connection.class, connection, (method, arguments, result) -> {
            boolean isMeant = result instanceof PreparedStatement
                    && String.valueOf(arguments[0]).contains(words);
            return isMeant
                    ? proxy(PreparedStatement.class, result, (execution, none, answer) -> {
                        if (execution.equals("execute")) {
                            then.run();
                        }
                        return answer;
                    })
                    : result;
        });
    }

    private interface Watch {
        Object seen(String method, Object[] arguments, Object result);
    }

    private static <T> T proxy(Class<T> type, Object target, Watch watch) {
        return type.cast(Proxy.newProxyInstance(
                After.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(target, arguments);
                        return watch.seen(method.getName(), arguments == null ? new Object[0] : arguments, result);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getTargetException();
                    }
                }));
    }
}
