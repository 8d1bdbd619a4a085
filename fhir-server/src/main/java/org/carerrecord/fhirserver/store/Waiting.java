package org.carerrecord.fhirserver.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
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

    /**
     * Bytes. Who asks for rows sends no more behind than the database's own buffer takes: until all is sent the driver reads
     * nothing, and until its rows are read the database takes nothing more. The driver reckons with 64,000.
     */
    private static final int MOST_BEHIND_ROWS = 32_000;

    /** Of an argument that is no text, with its place in the statement and its type. */
    private static final int BYTES_OF_ARGUMENT = 30;

    /** Reads what a statement is answered, once it is there. */
    interface Answer {

        /** None is wanted. */
        Answer NONE = statement -> {};

        void read(PreparedStatement statement) throws SQLException;
    }

    private final List<String> texts = new ArrayList<>();
    private final List<@Nullable Object> arguments = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private int behindRows;

    int size() {
        return texts.size();
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /** Whether they are to be sent although nobody needs an answer yet. */
    boolean areMany() {
        return arguments.size() >= MANY_ARGUMENTS;
    }

    /** Whether a question may go behind them. */
    boolean mayBeFollowedBy(String sql, @Nullable Object[] its) {
        return !areAsked() || behindRows + bytes(sql, its) < MOST_BEHIND_ROWS;
    }

    private static int bytes(String sql, @Nullable Object[] its) {
        int bytes = sql.length();
        for (Object one : its) {
            bytes += BYTES_OF_ARGUMENT + (one instanceof String text ? text.length() : 0);
        }
        return bytes;
    }

    /** Whether one of them is asked for an answer. */
    boolean areAsked() {
        return !answers.isEmpty() && answers.getLast() != Answer.NONE;
    }

    void add(String sql, @Nullable Object... its) {
        ask(sql, its, Answer.NONE);
    }

    void ask(String sql, @Nullable Object[] its, Answer answer) {
        behindRows += areAsked() ? bytes(sql, its) : 0;
        texts.add(sql);
        arguments.addAll(Arrays.asList(its));
        answers.add(answer);
    }

    /** Sends them, so that none waits any more, and reads the answers in their order. */
    void send(JdbcTemplate jdbc) {
        // A comment at the end of one ends with its line.
        String text = String.join("\n;", texts);
        @Nullable Object[] all = arguments.toArray();
        List<Answer> each = List.copyOf(answers);
        texts.clear();
        arguments.clear();
        answers.clear();
        behindRows = 0;
        jdbc.execute(text, (PreparedStatementCallback<Boolean>) statement -> {
            new ArgumentPreparedStatementSetter(all).setValues(statement);
            statement.execute();
            for (Answer answer : each) {
                answer.read(statement);
                statement.getMoreResults();
            }
            return true;
        });
    }
}
