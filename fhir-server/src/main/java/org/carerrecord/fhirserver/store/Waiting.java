package org.carerrecord.fhirserver.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/** Statements that go to the database together, in their order. */
final class Waiting {

    /** Far under the 65,535 that PostgreSQL's driver takes in one text. */
    private static final int MANY_ARGUMENTS = 10_000;

    private final List<String> texts = new ArrayList<>();
    private final List<@Nullable Object> arguments = new ArrayList<>();

    int size() {
        return texts.size();
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /** Whether they are to be sent although nobody asks for an answer yet. */
    boolean areMany() {
        return arguments.size() >= MANY_ARGUMENTS;
    }

    void add(String sql, @Nullable Object... its) {
        texts.add(sql);
        arguments.addAll(Arrays.asList(its));
    }

    /** Sends them, so that none waits any more; of their answers the first is at hand. */
    <T> T send(JdbcTemplate jdbc, PreparedStatementCallback<T> answer) {
        // A comment at the end of one ends with its line.
        String text = String.join("\n;", texts);
        @Nullable Object[] all = arguments.toArray();
        texts.clear();
        arguments.clear();
        return jdbc.execute(text, (PreparedStatementCallback<T>) statement -> {
            new ArgumentPreparedStatementSetter(all).setValues(statement);
            statement.execute();
            return answer.doInPreparedStatement(statement);
        });
    }
}
