package dev.coffer.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what others tell with {@code pg_notify}, on a connection of its own outside the pool, which is made again
 * whenever it is lost. What was told meanwhile is lost: whoever listens looks for itself now and then.
 */
public final class Notices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final int LISTEN_MILLIS = 5_000;
    private static final int RETRY_MILLIS = 1_000;

    private final Address address;
    private final String channel;
    private final Consumer<String> heard;
    private final Thread thread;
    private volatile boolean closed;

    private Notices(Address address, String channel, Consumer<String> heard) {
        this.address = address;
        this.channel = channel;
        this.heard = heard;
        this.thread = Thread.ofVirtual().name("coffer-notices").unstarted(this::run);
    }

    /**
     * Begins to listen, without waiting for the server.
     *
     * @param channel a plain name
     * @param heard gets what was told, and "" whenever something may have been missed
     */
    public static Notices listen(Address address, String channel, Consumer<String> heard) {
        var notices = new Notices(address, channel, heard);
        notices.thread.start();
        return notices;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        boolean told = false;
        while (!closed) {
            try (var connection = connection()) {
                told = false;
                listen(connection);
            } catch (SQLException lost) {
                if (!closed && !told) {
                    LOG.atWarn().addKeyValue("sql_state", lost.getSQLState()).log("news of changes come late for now");
                    told = true;
                }
                pause();
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + channel);
        }
        heard.accept("");
        var notices = connection.unwrap(PGConnection.class);
        while (!closed) {
            var news = notices.getNotifications(LISTEN_MILLIS);
            if (news == null || news.length == 0) {
                if (!connection.isValid(2)) {
                    throw new SQLException("no answer", "08006");
                }
                continue;
            }
            for (var each : news) {
                heard.accept(each.getParameter());
            }
        }
    }

    private Connection connection() throws SQLException {
        var how = new Properties();
        how.setProperty("user", address.user());
        how.setProperty("password", address.password());
        how.setProperty("ApplicationName", "coffer-notices");
        how.setProperty("connectTimeout", "2");
        how.setProperty("socketTimeout", "15");
        how.setProperty("tcpKeepAlive", "true");
        how.setProperty("logServerErrorDetail", "false");
        return DriverManager.getConnection(address.url(), how);
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
