package org.carerrecord.fhirserver;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Notes each statement that goes to the database; a batch is one. */
final class CountingDataSource extends DelegatingDataSource {

    private static final Set<String> EXECUTIONS = Set.of("execute", "executeQuery", "executeUpdate", "executeBatch");

    private final List<String> statements = new CopyOnWriteArrayList<>();

    CountingDataSource(DataSource database) {
        super(database);
    }

    /** The statements since the last time. */
    List<String> taken() {
        List<String> taken = List.copyOf(statements);
        statements.clear();
        return taken;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = call(() -> method.invoke(connection, arguments));
            return result instanceof Statement statement
                    ? counted(statement, method.getReturnType(), arguments == null ? "" : String.valueOf(arguments[0]))
                    : result;
        });
    }

    private Object counted(Statement statement, Class<?> type, String sql) {
        return proxy(type, (proxy, method, arguments) -> {
            if (EXECUTIONS.contains(method.getName())) {
                statements.add(arguments == null ? sql : String.valueOf(arguments[0]));
            }
            return call(() -> method.invoke(statement, arguments));
        });
    }

    private interface Call {
        Object make() throws IllegalAccessException, InvocationTargetException;
    }

    private static Object call(Call call) throws Throwable {
        try {
            return call.make();
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(CountingDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
