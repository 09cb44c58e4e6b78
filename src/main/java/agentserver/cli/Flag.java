package agentserver.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The flags of the command line. Those of settings only carry text here; `config` knows what it
/// means.
enum Flag {
    HOST("--host", "HOST", "address to listen on"),
    PORT("--port", "N", "port to listen on (8000); 0 takes a free one"),
    CONFIG("--config", "FILE", "configuration file"),
    ALLOW_UNAUTHENTICATED("--allow-unauthenticated", "",
            "listen beyond this machine without a session key"),
    ALLOW_OPEN_INIT("--allow-open-init", "", "start dormant without a key for POST /api/init"),
    CHECK_BROWSER("--check-browser", "", "say whether the browser tool works, and exit"),
    RELOAD("--reload", "", "accepted, without effect"),
    WORKERS("--workers", "N", "accepted, without effect: one process serves everybody"),
    IMPORT_MODULES("--import-modules", "A,B", "accepted, without effect: no Python here"),
    EXTRA_PYTHON_PATH("--extra-python-path", "P:Q", "accepted, without effect: no Python here"),
    REPAIR("--repair", "", "mend what is wrong"),
    JSON("--json", "", "print JSON"),
    VERSION("--version", "", "print the version"),
    HELP("--help", "", "print this text; so do -h and help");

    /// Those that say what the server's configuration is.
    static final List<Flag> CONFIGURING =
            List.of(HOST, PORT, CONFIG, ALLOW_UNAUTHENTICATED, ALLOW_OPEN_INIT);

    private final String text;
    private final String value;
    private final String meaning;

    /// @param value what stands for its value in the help; empty for a flag without value
    Flag(String text, String value, String meaning) {
        this.text = text;
        this.value = value;
        this.meaning = meaning;
    }

    static Optional<Flag> of(String text) {
        var full = text.equals("-h") ? HELP.text : text;
        return Arrays.stream(values()).filter(flag -> flag.text.equals(full)).findFirst();
    }

    String text() {
        return text;
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    /// Whether it was made for another server, and does nothing in this one.
    boolean isIdle() {
        return switch (this) {
            case RELOAD, WORKERS, IMPORT_MODULES, EXTRA_PYTHON_PATH -> true;
            default -> false;
        };
    }

    /// Whether every command takes it.
    boolean isGeneral() {
        return this == VERSION || this == HELP;
    }

    /// Its line in the help.
    String help() {
        var left = value.isEmpty() ? text : text + " " + value;
        return String.format("  %-25s %s%n", left, meaning);
    }
}
