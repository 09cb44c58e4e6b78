package agentserver.tool.editor;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Guesses the encoding of bytes that carry no mark and are no UTF-8.
///
/// An East Asian encoding has to fit in every byte, and in the characters it gives: those that its
/// language uses most must be as frequent as they are in any text of it, and clearly more so than
/// with the next encoding. A wrong one gives hardly any of them. Else the bytes are windows-1252,
/// where those that Latin-1 has as control characters are among its quotes and dashes; else
/// Latin-1, which has a character for every byte. Every guess turns its text into the same bytes
/// again, so what an edit does not touch stays, even if the guess is wrong.
final class EncodingGuess {

    private static final double LEAST_SHARE = 0.15;
    private static final double CLEARLY = 2;
    private static final int LEAST_LETTERS = 4;
    private static final int LOOKED_AT = 1 << 20;
    private static final int FIRST_FOREIGN = 0x80;
    private static final int AFTER_CONTROLS = 0xA0;

    /// An encoding and the characters most frequent in its language, in prose and in programs.
    private record Language(Charset charset, String frequent) {

        Language(String charset, String frequent) {
            this(Charset.forName(charset), frequent);
        }

        /// The share of frequent characters among all that are not ASCII; 0 where there are too few.
        double share(String text) {
            var foreign = text.chars().limit(LOOKED_AT).filter(c -> c >= FIRST_FOREIGN).toArray();
            var known = Arrays.stream(foreign).filter(c -> frequent.indexOf(c) >= 0).count();
            return foreign.length < LEAST_LETTERS ? 0 : (double) known / foreign.length;
        }
    }

    private static final String KANA =
            "、。ー「」・あいうえおかがきくけこさしすせそただちってつてでとどなにねのは"
                    + "ばひびふへべほまみむめもやゆよらりるれろわをんアイウエオカキクケコサシスセソタチ"
                    + "ッツテトナニネノハヒフヘホマミムメモャュョラリルレロワンァィェォガグゲゴザジズ"
                    + "ゼゾダデドバビブベボパピプペポ";

    private record Match(Charset charset, double share) {}

    private static final List<Language> LANGUAGES = List.of(
            new Language("GB18030", "，。、：；的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也"
                    + "你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同"
                    + "现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实文件数据户使测"
                    + "试配置名称设返回参值类新注释代码请输入错误信息"),
            new Language("Big5", "，。、：；的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也"
                    + "你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同"
                    + "現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實文件數據戶使測"
                    + "試配置名稱設返回參值類新註釋代碼請輸入錯誤資訊檔案"),
            new Language("windows-31j", KANA),
            new Language("EUC-JP", KANA),
            new Language("EUC-KR", "이다는을의에가한고지하로사기은도를어자리그나인서시들있대해일정아것"
                    + "수보게부으전라여주면과장상적제만스과니조와성원안선구우"));

    private EncodingGuess() {}

    /// What the bytes are most likely to be.
    static TextEncoding of(byte[] bytes) {
        return eastAsian(bytes)
                .or(() -> western(bytes))
                .orElse(TextEncoding.plain(StandardCharsets.ISO_8859_1));
    }

    private static Optional<TextEncoding> eastAsian(byte[] bytes) {
        var matches = LANGUAGES.stream()
                .flatMap(language -> match(language, bytes))
                .sorted(Comparator.comparingDouble(Match::share).reversed())
                .toList();
        if (matches.isEmpty() || matches.getFirst().share() < LEAST_SHARE) {
            return Optional.empty();
        }
        var next = matches.size() > 1 ? matches.get(1).share() : 0;
        return matches.getFirst().share() >= CLEARLY * next
                ? Optional.of(TextEncoding.plain(matches.getFirst().charset())) : Optional.empty();
    }

    private static Stream<Match> match(Language language, byte[] bytes) {
        return TextEncoding.plain(language.charset()).exactly(bytes)
                .map(text -> new Match(language.charset(), language.share(text))).stream();
    }

    private static Optional<TextEncoding> western(byte[] bytes) {
        for (var one : bytes) {
            var value = Byte.toUnsignedInt(one);
            if (value >= FIRST_FOREIGN && value < AFTER_CONTROLS) {
                var windows = TextEncoding.plain(Charset.forName("windows-1252"));
                return windows.exactly(bytes).map(_ -> windows);
            }
        }
        return Optional.empty();
    }
}
