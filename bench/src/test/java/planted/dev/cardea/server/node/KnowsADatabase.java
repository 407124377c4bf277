package planted.dev.cardea.server.node;

import java.sql.Types;

/** A node may not know a database. */
public final class KnowsADatabase {
    public static final Object TYPES = Types.class;
}
