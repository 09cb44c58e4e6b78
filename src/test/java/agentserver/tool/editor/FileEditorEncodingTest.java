package agentserver.tool.editor;

import static agentserver.tool.editor.EditorBench.said;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that carry no mark and are no UTF-8.
class FileEditorEncodingTest {

    private static final String RUSSIAN = "Первая строка\nвторая\n";

    @TempDir
    Path folder;

    private EditorBench bench;

    @BeforeEach
    void start() {
        bench = new EditorBench(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "GBK, 新, 这是一个测试文件，中文编码。",
        "GB18030, 新, # 读取用户的配置 😀",
        "GBK, 新, 中文测试",
        "Big5, 新, 這是一個測試檔案，用來說明編碼。",
        "Shift_JIS, 新, これは日本語のファイルです。",
        "windows-31j, 新, // 設定ファイルを読み込む①",
        "EUC-JP, 新, これは日本語のファイルです。",
        "EUC-KR, 글, 이 파일은 한국어로 작성된 문서입니다.",
    })
    void eastAsianTextIsSeenAndStays(String name, String inserted, String text) {
        var charset = Charset.forName(name);
        bench.file("a.txt", (text + "\ntwo\n").getBytes(charset));

        assertTrue(said(bench.view("a.txt")).contains(text));
        assertFalse(bench.insert("a.txt", 1, inserted).isError());

        assertArrayEquals(
                (text + "\n" + inserted + "\ntwo\n").getBytes(charset), bench.bytes("a.txt"));
    }

    @Test
    void theQuotesOfWindowsAreQuotes() {
        var windows = Charset.forName("windows-1252");
        bench.file("a.txt", "a \u201csmart\u201d caf\u00e9\n".getBytes(windows));

        assertFalse(bench.replace("a.txt", "\u201csmart", "\u201cprice \u20ac5").isError());

        assertArrayEquals(
                "a \u201cprice \u20ac5\u201d caf\u00e9\n".getBytes(windows),
                bench.bytes("a.txt"));
    }

    @Test
    void westernTextIsNotTakenForEastAsian() {
        stays("Größe: 5 €, Übung macht den Meister, süß\n", "windows-1252");
        stays("INFORMAÇÃO PÚBLICA: AÇÃO, NÃO, OPÇÃO, CONFIGURAÇÕES\n", "ISO-8859-1");
        stays("où êtes-vous allés ? «à l'été»\n", "ISO-8859-1");
    }

    @Test
    void aTextThatTheEncodingLacksIsRefusedAndNothingWritten() {
        var bytes = "caf\u00e9\none\n".getBytes(StandardCharsets.ISO_8859_1);
        bench.file("a.txt", bytes);

        var observation = bench.replace("a.txt", "one", "10 \u20ac");

        assertTrue(observation.isError());
        assertEquals("File validation failed for " + bench.path("a.txt") + ": it is not UTF-8 but "
                + "looks like ISO-8859-1, which has no U+20AC. Nothing was changed. Use other "
                + "characters, or convert the file to UTF-8 first.", said(observation));
        assertArrayEquals(bytes, bench.bytes("a.txt"));
        assertTrue(said(bench.undo("a.txt")).startsWith("No edit history"));
    }

    @Test
    void whereTheGuessIsWrongTheOtherBytesStayAllTheSame() {
        var russian = Charset.forName("windows-1251");
        bench.file("a.txt", (RUSSIAN + "one\n").getBytes(russian));

        assertFalse(bench.replace("a.txt", "one", "two").isError());
        assertTrue(bench.replace("a.txt", "two", "три").isError());

        assertArrayEquals((RUSSIAN + "two\n").getBytes(russian), bench.bytes("a.txt"));
    }

    @Test
    void bytesThatNoEncodingKnowsStay() {
        bench.file("a.txt", new byte[] {'a', (byte) 0x81, (byte) 0xff, (byte) 0x8d, '\n'});

        assertFalse(bench.replace("a.txt", "a", "b").isError());

        assertArrayEquals(
                new byte[] {'b', (byte) 0x81, (byte) 0xff, (byte) 0x8d, '\n'},
                bench.bytes("a.txt"));
    }

    private void stays(String text, String name) {
        var charset = Charset.forName(name);
        bench.file("a.txt", (text + "one\n").getBytes(charset));

        assertTrue(said(bench.view("a.txt")).contains(text.strip()), text);
        assertFalse(bench.replace("a.txt", "one", "zwölf").isError());

        assertArrayEquals((text + "zwölf\n").getBytes(charset), bench.bytes("a.txt"));
    }
}
