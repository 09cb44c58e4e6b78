package agentserver.llm.demo;

/// What the demo model says. Every text says that it is a demo.
final class DemoTexts {

    static final String TITLE = "🧪 Demo conversation";

    static final String ANSWER = """
            I am the built-in demo model of this server, demo/agent: a small program, not a \
            language model, so I can't think about what you wrote. I do two things. Text in \
            backticks I run in the terminal, for example `ls -la`. And "write hello.txt: Hello" \
            makes a file. For real work, choose a real model, with its key, in the settings of the \
            agent.""";

    static final String REPORT = "The demo model did what it found in your message.\n";

    private DemoTexts() {}
}
