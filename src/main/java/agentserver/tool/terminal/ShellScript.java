package agentserver.tool.terminal;

import java.nio.charset.StandardCharsets;

/// The bash text that makes a shell obey us, and the form in which it gets commands.
///
/// A command never passes through the terminal, whose lines are short and echoed: it comes by
/// descriptor 3, moved to 200, with its number and the exports it needs; over the terminal goes
/// only a short line that names the number. The line runs the command by `eval` at the top level,
/// so that `declare` and `cd` mean what they mean at a prompt; the descriptors 200 and 201 are
/// closed for it, so no program can read commands or forge marks. `__agent_done` is the prompt's
/// command too: a command that Ctrl-C or `return` cuts short ends there.
///
/// Marks go to 201, the terminal itself, wherever the user's `exec` sent the standard output.
/// The builtins that this needs are enabled again where a command disabled them, and a command's own
/// `PROMPT_COMMAND` is not run: nobody sees a prompt here.
///
/// Braces with `2>/dev/null` keep `set -x` from showing our own steps. What was typed while a
/// command ran, and not read by it, is thrown away lest bash take it for a command; but not at the
/// start (number 0), when the first line may already wait.
final class ShellScript {

    private static final char SEPARATOR = '\u001e';

    /// The first line for a fresh shell: it reads the rest from the side.
    static final String FIRST_LINE =
            "IFS= read -r -d '' -u 3 __agent_init; eval \"$__agent_init\"; unset __agent_init\n";

    private static final String INIT = """
            exec 200<&3 201<&0 3<&-
            set +o history +H
            history -c
            unset HISTFILE MAIL MAILCHECK TMOUT PROMPT_COMMAND PROMPT_DIRTRIM PS0
            export -n PS1 PS2
            PS1= PS2= __agent_open=1 __agent_number=0 __agent_status=0
            __agent_next() {
                PROMPT_COMMAND='{ __agent_done; } 2>/dev/null' __agent_number=$1 __agent_open=1
                while IFS= builtin read -r -d '' -u 200 __agent_command; do
                    [[ $__agent_command == "FENCE$1:"* ]] && break
                done
                __agent_command=${__agent_command#*:}
                builtin eval "${__agent_command%%$'\\036'*}"
                __agent_command=${__agent_command#*$'\\036'}
                builtin printf '\\036FENCEB%s\\036FENCE' "$1" >&201
                [[ $- == *e* ]] || return "$__agent_status"
            }
            __agent_done() {
                local __agent_code=$? REPLY
                if [[ $__agent_open ]]; then
                    builtin enable builtin eval printf read type || enable builtin \\
                        && builtin enable builtin eval printf read type
                    PROMPT_COMMAND='{ __agent_done; } 2>/dev/null'
                    (( __agent_number )) && while builtin read -r -t 0 -u 201; do
                        builtin read -r -t 0.1 -u 201 || break
                    done
                    __agent_open= __agent_status=$__agent_code PS1= PS2=
                    local __agent_user='\\u' __agent_host='\\h'
                    builtin printf '\\036FENCEE%s;%s;%s;%s;' "$__agent_number" "$__agent_code" \\
                        "${__agent_user@P}" "${__agent_host@P}" >&201
                    builtin type -P python >&201 || builtin printf '\\n' >&201
                    builtin printf '%s\\036FENCE' "$PWD" >&201
                fi
                [[ $- == *e* ]] || return "$__agent_code"
            }
            PROMPT_COMMAND=__agent_done
            """;

    private final String nonce;

    /// @param nonce letters and digits that nobody can guess
    ShellScript(String nonce) {
        this.nonce = nonce;
    }

    /// What stands before and after every mark.
    String fence() {
        return SEPARATOR + nonce;
    }

    /// What the shell reads from its side first.
    byte[] init() {
        return terminated(INIT.replace("FENCE", nonce));
    }

    /// What is typed to start command `number`. The empty line before it is for bash 5.2, which
    /// after a syntax error in an `eval` does not know the next line's first word, if it is a
    /// reserved one.
    String line(long number) {
        return ("\n{ __agent_next %d; } 2>/dev/null; "
                + "builtin eval \"$__agent_command\" 200<&- 201<&-; "
                + "{ __agent_done; } 2>/dev/null\n").formatted(number);
    }

    /// What goes by the side for command `number`; `exports` is run silently before it.
    byte[] message(long number, String exports, String command) {
        return terminated(nonce + number + ":" + exports + SEPARATOR + command.replace("\0", ""));
    }

    private static byte[] terminated(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
