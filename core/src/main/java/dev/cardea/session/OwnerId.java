package dev.cardea.session;

/**
 * The name of a stream's owner: {@code type/key}, a room such as {@code chat/lobby} or the agent of
 * an account, {@code agent/ann}. Immutable.
 *
 * @param type a room type's name, {@code [a-z][a-z0-9-]*}, at most 32 characters
 * @param key which one of that type, 1 to 64 characters, none of them a control character
 */
public record OwnerId(String type, String key) {
    /** The type of the system rooms that are the players' agents. */
    public static final String AGENT_TYPE = "agent";

    /** Longest {@code type/key} in UTF-8 bytes: 32 + 1 + 64 characters of up to four bytes. */
    public static final int TEXT_BYTES_MAX = 32 + 1 + 64 * 4;

    private static final int TYPE_CHARS_MAX = 32;
    private static final int KEY_CHARS_MAX = 64;

    public OwnerId {
        if (!isType(type)) {
            throw new IllegalArgumentException("not the name of a room type: " + type);
        }
        if (!isKey(key)) {
            throw new IllegalArgumentException("not the key of an owner");
        }
    }

    /** The agent of {@code account}. */
    public static OwnerId agent(String account) {
        return new OwnerId(AGENT_TYPE, account);
    }

    /** Whether {@code text} may name a room type. */
    public static boolean isType(String text) {
        if (text.isEmpty() || text.length() > TYPE_CHARS_MAX || !isLower(text.charAt(0))) {
            return false;
        }
        return text.chars().allMatch(c -> isLower(c) || (c >= '0' && c <= '9') || c == '-');
    }

    /** Whether {@code text} may be the key of an owner. Keys may hold slashes and spaces. */
    public static boolean isKey(String text) {
        return !text.isEmpty()
                && text.length() <= KEY_CHARS_MAX
                && text.chars().noneMatch(Character::isISOControl);
    }

    /**
     * Reads {@code type/key}.
     *
     * @throws IllegalArgumentException if {@code text} is no such name
     */
    public static OwnerId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not an owner's name: no slash");
        }
        return new OwnerId(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Whether this is the agent of some account. */
    public boolean isAgent() {
        return type.equals(AGENT_TYPE);
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    /** {@code type/key}, as on the wire. */
    @Override
    public String toString() {
        return type + '/' + key;
    }
}
