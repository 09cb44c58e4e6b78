package agentserver.tool.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BashStatementsTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "ls",
        "a; b && c || d | e &",
        "echo 'two\nlines' \"and\nmore $(echo \"x\ny\")\"",
        "echo one \\\n  two",
        "a &&\n\n# why\nb |\nc",
        "if true\nthen\n  a\nelse\n  b\nfi",
        "for x in 1 2\ndo\n  echo $x\ndone | sort",
        "for ((i = 0; i < 3; i++)); do\n  echo $((i << 2))\ndone",
        "while read -r line; do\n  echo \"$line\"\ndone < file",
        "case $x in\n  a|b) one\n  ;;\n  (c) if t; then\n two; fi ;;\n  *) three\nesac",
        "f() {\n  echo x\n}",
        "f ()\n{\n  echo x\n}",
        "function f {\n  (cd /\n ls)\n}",
        "{\n  a\n  b\n}",
        "(\n  a\n  b\n) > out",
        "cat <<EOF | sort\nit's\n  $(not closed\nEOF",
        "cat <<-'A' <<\"B\"\n\tone\n\tA\ntwo\nB",
        "git commit -m \"$(cat <<'EOF'\nDon't (panic\nEOF\n)\"",
        "diff <(sort a\n) <(sort b)",
        "x=(\n  one # first\n  two\n)",
        "[[ $x =~ ^(a|b)$ &&\n  -n $y ]]",
        "echo $'it\\'s\nfine' `date\n`",
        "# a comment\nls # another",
        "cat <<< \"$x\"",
        "echo ${x:-$(echo a\n)}",
        "echo a#b $# ${#x}",
        "time make\n\n",
        "echo if; echo done",
    })
    void oneStatementIsNotSplit(String text) {
        assertEquals(1, BashStatements.split(text).size(), () -> BashStatements.split(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo 'open\nls", "if true\nls", "echo )\nls", "fi\nls", "((a)\nls"})
    void whatCantBeFollowedIsOneStatement(String text) {
        assertEquals(List.of(text), BashStatements.split(text));
    }

    @Test
    void linesAreSplitWhereAStatementEnds() {
        assertEquals(List.of("ls", "pwd"), BashStatements.split("ls\npwd"));
        assertEquals(List.of("sleep 1 &", "b"), BashStatements.split("sleep 1 &\nb\n"));
        assertEquals(List.of("echo 1 \\\n 2", "b"), BashStatements.split("echo 1 \\\n 2\nb"));
        assertEquals(List.of("f() {\n a\n}", "f"), BashStatements.split("f() {\n a\n}\nf"));
        assertEquals(List.of("cat <<E\nx\ny\nE", "ls"), BashStatements.split("cat <<E\nx\ny\nE\nls"));
        assertEquals(
                List.of("for x in 1; do\n a\ndone", "if b; then c\nfi", "d"),
                BashStatements.split("for x in 1; do\n a\ndone\n# then\nif b; then c\nfi\n\nd"));
        assertEquals(
                List.of("case $x in\n a) b;;\nesac", "c"),
                BashStatements.split("case $x in\n a) b;;\nesac\nc"));
        assertEquals(List.of("echo \"a\nb\"", "c"), BashStatements.split("echo \"a\nb\"\r\nc"));
        assertEquals(List.of("[[ -n $a ]]", "c"), BashStatements.split("[[ -n $a ]]\nc"));
        assertEquals(List.of("x=(1\n2)", "c"), BashStatements.split("x=(1\n2)\nc"));
    }

    @Test
    void nothingIsNoStatement() {
        assertEquals(List.of(), BashStatements.split(" \n\n# only this\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(", "\"$(", "(", "${x:-", "x=(", "<("})
    void depthIsBoundedAndTakesNoStack(String opener) {
        var deep = "echo " + opener.repeat(100_000) + "\nls";

        assertEquals(List.of(deep), BashStatements.split(deep));
    }

    @Test
    void whatIsNestedTooDeepIsOneStatement() {
        var most = BashWords.MAX_DEPTH;

        assertEquals(2, BashStatements.split(nested(most) + "\nls").size());
        assertEquals(1, BashStatements.split(nested(most + 1) + "\nls").size());
    }

    private static String nested(int depth) {
        return "echo " + "$(".repeat(depth) + "x" + ")".repeat(depth);
    }
}
