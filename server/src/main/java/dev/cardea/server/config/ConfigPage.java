package dev.cardea.server.config;

/** Makes docs/CONFIG.md from the record tree. Confined to one call. */
public final class ConfigPage {
    private static final String INTRODUCTION =
            """
            # Configuration

            <!-- Made by `./cardea config pages docs`. Edit the annotations in Config.java and Limits.java. -->

            One YAML file, given with `./cardea start --config server.yaml`. Every key is optional. Words of
            a key may be joined by `_` or `-`. A key that this page does not list is refused, and so is a key
            written twice; all mistakes of a file are reported at once, each with file, line and column.

            - **Times** are a whole number and `ms`, `s`, `m`, `h` or `d`; **sizes** a whole number and `B`,
              `KiB`, `MiB` or `GiB`.
            - **Environment.** A variable overrides the file: `CARDEA_` and the key in capitals, with `_` for
              each dot. `CARDEA_SECURITY_RATE_LIMIT=200` sets `security.rate_limit`. A list is written as in
              the file: `CARDEA_LISTENERS='[{transport: tcp, port: 7000}]'`. A variable that begins so and
              names no key is refused.
            - **`${NAME}`** in a value is replaced by a variable of the environment, `${NAME:-text}` by
              `text` where there is none.
            - **Secrets** are written `file:PATH` (one secret a file, not readable by others) or `${NAME}`,
              never as text. Nothing shows them.
            - **Public addresses.** A listener that other machines can reach needs TLS, `session_keys`, and
              `development_login: false`. Otherwise the server does not start, unless
              `security.allow_insecure` is true.

            `./cardea config print` shows the configuration in effect, `./cardea config check FILE` looks for
            mistakes without starting anything.
            """;

    private final StringBuilder page = new StringBuilder(INTRODUCTION);

    private ConfigPage() {}

    /** The whole page. */
    public static String markdown() {
        ConfigPage maker = new ConfigPage();
        for (Setting child : Setting.ROOT.children()) {
            maker.part(child, "## ");
        }
        return maker.page.toString();
    }

    private void part(Setting setting, String heading) {
        page.append('\n').append(heading).append('`').append(setting.path()).append("`\n\n");
        page.append(setting.key().doc()).append('\n');
        switch (setting) {
            case Setting.Section section -> table(section);
            case Setting.Many many -> {
                page.append("\nDefault: `").append(many.key().byDefault()).append("`\n");
                if (many.element() instanceof Setting.Section element) {
                    table(element);
                }
            }
            case Setting.Value value ->
                    throw new IllegalStateException("value at root: " + value.path());
        }
    }

    private void table(Setting.Section section) {
        boolean headed = false;
        for (Setting child : section.children()) {
            if (child instanceof Setting.Section inner) {
                part(inner, "### ");
                continue;
            }
            if (!headed) {
                page.append("\n| key | default | allowed | meaning |\n|---|---|---|---|\n");
                headed = true;
            }
            row(child);
        }
    }

    private void row(Setting leaf) {
        Key key = leaf.key();
        String allowed =
                switch (leaf) {
                    case Setting.Value value -> value.type().describe(key);
                    case Setting.Many(String path, Key many, Setting.Value element) ->
                            "list of " + element.type().describe(key);
                    default -> "list";
                };
        page.append("| `").append(leaf.name()).append("` | ");
        page.append(key.byDefault().isEmpty() ? "" : "`" + key.byDefault() + "`");
        page.append(" | ").append(allowed).append(" | ").append(key.doc()).append(" |\n");
    }
}
