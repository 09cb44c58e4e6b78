package agentserver.tool.editor;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How a file's bytes are text, so that unchanged text becomes the same bytes again.
///
/// A byte order mark decides; it is kept, and is no part of the text. Without one the text is UTF-8, or,
/// where the bytes are no UTF-8, what [EncodingGuess] makes of them.
///
/// @param charset the encoding proper
/// @param mark    the byte order mark, maybe empty
record TextEncoding(Charset charset, byte[] mark) {

    static final TextEncoding UTF_8 = plain(StandardCharsets.UTF_8);

    private static final List<TextEncoding> MARKED = List.of(
            new TextEncoding(StandardCharsets.UTF_8, bytes(0xEF, 0xBB, 0xBF)),
            new TextEncoding(StandardCharsets.UTF_16LE, bytes(0xFF, 0xFE)),
            new TextEncoding(StandardCharsets.UTF_16BE, bytes(0xFE, 0xFF)));

    private static final int LOOKED_AT = 8_192;
    private static final int FIRST_PRINTABLE = 0x20;
    private static final String ORDINARY_CONTROLS = "\t\n\u000b\f\r\b\u001b";

    /// The encoding of these bytes, or nothing when they are no text.
    static Optional<TextEncoding> of(byte[] bytes) {
        for (var marked : MARKED) {
            if (marked.leads(bytes)) {
                return marked.reads(bytes) ? Optional.of(marked) : Optional.empty();
            }
        }
        if (looksBinary(bytes)) {
            return Optional.empty();
        }
        return Optional.of(UTF_8.reads(bytes) ? UTF_8 : EncodingGuess.of(bytes));
    }

    /// An encoding without a mark.
    static TextEncoding plain(Charset charset) {
        return new TextEncoding(charset, new byte[0]);
    }

    /// The text of bytes that this is the encoding of.
    String decode(byte[] bytes) {
        return new String(bytes, mark.length, bytes.length - mark.length, charset);
    }

    /// The bytes of a text, with the mark, or nothing when it has characters that this encoding lacks.
    Optional<byte[]> encode(String text) {
        try {
            var encoded = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            var bytes = Arrays.copyOf(mark, mark.length + encoded.remaining());
            encoded.get(bytes, mark.length, encoded.remaining());
            return Optional.of(bytes);
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// The text of these bytes, if they all are text in this encoding, and the text gives them again.
    Optional<String> exactly(byte[] bytes) {
        return strictly(bytes).filter(text -> encode(text)
                .filter(again -> Arrays.equals(again, bytes)).isPresent());
    }

    /// The first character of a text that this encoding lacks, `U+20AC`.
    Optional<String> lacking(String text) {
        var encoder = charset.newEncoder();
        return text.codePoints()
                .filter(c -> !encoder.canEncode(Character.toString(c)))
                .mapToObj("U+%04X"::formatted)
                .findFirst();
    }

    private boolean leads(byte[] bytes) {
        return bytes.length >= mark.length
                && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    private boolean reads(byte[] bytes) {
        return strictly(bytes)
                .filter(text -> text.chars().limit(LOOKED_AT).noneMatch(symbol -> symbol == 0))
                .isPresent();
    }

    private Optional<String> strictly(byte[] bytes) {
        var body = ByteBuffer.wrap(bytes, mark.length, bytes.length - mark.length);
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(body).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static boolean looksBinary(byte[] bytes) {
        var odd = 0;
        var length = Math.min(bytes.length, LOOKED_AT);
        for (var i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                return true;
            }
            var symbol = Byte.toUnsignedInt(bytes[i]);
            if (symbol < FIRST_PRINTABLE && ORDINARY_CONTROLS.indexOf(symbol) < 0) {
                odd++;
            }
        }
        return odd * 10 > length;
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (var i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
