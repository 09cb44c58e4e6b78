package agentserver.cli;

/// The command line was not understood. Its message names the argument and says what was expected.
final class UsageException extends RuntimeException {

    UsageException(String message) {
        super(message, null, false, false);
    }
}
