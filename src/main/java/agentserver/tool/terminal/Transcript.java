package agentserver.tool.terminal;

import agentserver.tool.ToolSecrets;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// From the bytes a program wrote to the text a model reads: decoded, without control codes,
/// without secrets, cut only at the end. Characters, codes and secrets may arrive in pieces. One
/// thread at a time.
final class Transcript {

    private static final int LONGEST_CHARACTER_BYTES = 4;

    private final Path directory;
    private final ToolSecrets secrets;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer rest = ByteBuffer.allocate(LONGEST_CHARACTER_BYTES).limit(0);
    private ControlFilter filter = new ControlFilter();
    private OutputSpool spool;
    private MaskedText masked;

    /// @param directory where outputs too long to show are kept
    Transcript(Path directory, ToolSecrets secrets) {
        this.directory = directory;
        this.secrets = secrets;
        startOver();
    }

    void accept(byte[] bytes, int from, int to) {
        var input = ByteBuffer.allocate(rest.remaining() + to - from);
        input.put(rest).put(bytes, from, to - from).flip();
        decode(input, false);
    }

    /// Ends what was heard so far as one output and starts the next.
    OutputSpool cut() {
        masked.flush();
        var heard = spool;
        startOver();
        return heard;
    }

    /// As [#cut], in the middle of a program's output: what may be the beginning of a secret belongs to
    /// the next output, where its rest will be.
    OutputSpool cutWithin() {
        var begun = masked.flushFinished();
        var heard = spool;
        startOver();
        masked.accept(begun);
        return heard;
    }

    /// Forgets what was heard since the last cut.
    void discard() {
        spool.discard();
        rest.limit(0);
        decoder.reset();
        filter = new ControlFilter();
        startOver();
    }

    /// Ends the stream's current program: half a character or code that it left does not spoil the
    /// next.
    void endProgram() {
        decode(ByteBuffer.allocate(rest.remaining()).put(rest).flip(), true);
        masked.accept(filter.finish());
    }

    private void startOver() {
        spool = new OutputSpool(directory);
        masked = new MaskedText(secrets, spool::accept);
    }

    private void decode(ByteBuffer input, boolean last) {
        var output = CharBuffer.allocate(input.remaining() + 1);
        decoder.decode(input, output, last);
        if (last) {
            decoder.flush(output);
            decoder.reset();
        }
        rest.clear().put(input).flip();
        masked.accept(filter.filter(output.flip()));
    }
}
