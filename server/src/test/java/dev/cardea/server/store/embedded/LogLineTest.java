package dev.cardea.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/** At which level a line of PostgreSQL's log goes into ours. */
class LogLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    [checkpointer] LOG:  checkpoint starting: time                         | DEBUG
                    [postmaster] LOG:  database system is shut down                        | DEBUG
                    [client backend] WARNING:  there is no transaction in progress         | WARN
                    [autovacuum worker] ERROR:  invalid page in block 0                    | WARN
                    [postmaster] FATAL:  could not create any TCP/IP sockets               | WARN
                    [client backend] PANIC:  could not write to file                       | WARN
                    [checkpointer] PANIC:  could not write to file                         | WARN
                    FATAL:  data directory has wrong ownership                             | WARN
                    [client backend] ERROR:  duplicate key value violates unique constraint| DEBUG
                    [client backend] FATAL:  password authentication failed                | DEBUG
                    [dead-end client backend] FATAL:  the database system is starting up   | DEBUG
                    postgres: could not find the file                                      | DEBUG
                    """)
    void hasALevelBySeverityAndProcess(String line, Level level) {
        assertThat(LogLine.parse(line, Level.INFO)).isEqualTo(new LogLine(level, line));
    }

    @Test
    void addsToTheLineBeforeAtItsLevel() {
        assertThat(LogLine.parse("[client backend] DETAIL:  Key (name)=(x).", Level.DEBUG).level())
                .isEqualTo(Level.DEBUG);
        assertThat(LogLine.parse("[postmaster] HINT:  Is another one running?", Level.WARN).level())
                .isEqualTo(Level.WARN);
        assertThat(LogLine.parse("\tof several lines", Level.WARN))
                .isEqualTo(new LogLine(Level.WARN, "of several lines"));
    }

    @Test
    void saysReadyInTheWordsOfThePostmasterAlone() {
        String ready = "database system is ready to accept connections";
        assertThat(LogLine.parse("[postmaster] LOG:  " + ready, Level.DEBUG).saysReady()).isTrue();
        assertThat(LogLine.parse("[postmaster] LOG:  starting up", Level.DEBUG).saysReady())
                .isFalse();
        assertThat(LogLine.parse("[client backend] LOG:  " + ready, Level.DEBUG).saysReady())
                .isFalse();
    }

    @Test
    void keepsNoMoreOfALineThanTheBound() throws Exception {
        StringReader log = new StringReader("x".repeat(100_000) + "\nnext\n\nlast");
        assertThat(PostgresLog.line(log)).hasSize(PostgresLog.LINE_CHARS_MAX);
        assertThat(PostgresLog.line(log)).isEqualTo("next");
        assertThat(PostgresLog.line(log)).isEmpty();
        assertThat(PostgresLog.line(log)).isEqualTo("last");
        assertThat(PostgresLog.line(log)).isNull();
    }
}
