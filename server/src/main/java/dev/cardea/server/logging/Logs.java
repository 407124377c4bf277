package dev.cardea.server.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.cardea.server.config.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/**
 * The process's log. Safe from any thread.
 *
 * <p>Lines are written by a thread of its own from a bounded queue: a terminal that is held, or a
 * slow disk, costs lines (INFO and below first) and never stops an event loop. Control characters
 * in a message are replaced, so that nothing a peer says can fake a line.
 */
public final class Logs implements AutoCloseable {
    private static final int QUEUED_LINES_MAX = 1024;
    private static final int FLUSH_MILLIS_MAX = 1000;
    private static final String DEFAULT_FILE = "cardea.log";
    private static final String BODY =
            " %-5level %-9logger{0} %replace(%msg){'\\p{Cntrl}', '?'}%n%rEx{20}";

    private final LoggerContext context;

    private Logs(LoggerContext context) {
        this.context = context;
    }

    /**
     * Sends the log where the configuration says, and forgets any earlier set-up.
     *
     * @throws IOException if the file cannot be written
     */
    public static Logs open(Config.Logging logging) throws IOException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Path file = logging.path().isEmpty() ? null : writable(Path.of(logging.path()));
        context.reset();
        context.start();
        Appender<ILoggingEvent> target =
                file == null ? console(context) : rotated(context, file, logging);
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.setName("cardea-log");
        async.setQueueSize(QUEUED_LINES_MAX);
        async.setNeverBlock(true);
        async.setMaxFlushTime(FLUSH_MILLIS_MAX);
        async.addAppender(target);
        async.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(async);
        Logs logs = new Logs(context);
        logs.level(logging.level());
        return logs;
    }

    /** Silences the log of a process that is no server: whatever it has to say, it prints. */
    public static void silence() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }

    /**
     * Changes what is written from now on. Libraries speak from WARN up, unless everything is asked
     * for.
     */
    public void level(Config.Level level) {
        Level own = Level.toLevel(level.name());
        boolean everything = level == Config.Level.TRACE;
        Level libraries = everything || own.isGreaterOrEqual(Level.WARN) ? own : Level.WARN;
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(libraries);
        context.getLogger("dev.cardea").setLevel(own);
    }

    /** Writes out what is queued, for at most a second, and stops. */
    @Override
    public void close() {
        context.stop();
    }

    private static Path writable(Path path) throws IOException {
        Path file = Files.isDirectory(path) ? path.resolve(DEFAULT_FILE) : path;
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
        return file;
    }

    private static Appender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder(context, "%d{HH:mm:ss.SSS}" + BODY));
        console.start();
        return console;
    }

    private static Appender<ILoggingEvent> rotated(
            LoggerContext context, Path file, Config.Logging logging) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder(context, "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}" + BODY));

        FixedWindowRollingPolicy numbered = new FixedWindowRollingPolicy();
        numbered.setContext(context);
        numbered.setParent(appender);
        numbered.setFileNamePattern(file + ".%i");
        numbered.setMinIndex(1);
        numbered.setMaxIndex(logging.filesKept());
        numbered.start();

        SizeBasedTriggeringPolicy<ILoggingEvent> bySize = new SizeBasedTriggeringPolicy<>();
        bySize.setContext(context);
        bySize.setMaxFileSize(new FileSize(logging.maxSize().bytes()));
        bySize.setCheckIncrement(Duration.buildByMilliseconds(0)); // else looked at once a minute
        bySize.start();

        appender.setRollingPolicy(numbered);
        appender.setTriggeringPolicy(bySize);
        appender.start();
        return appender;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }
}
