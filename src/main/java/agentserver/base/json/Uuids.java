package agentserver.base.json;

import java.util.UUID;

/// Reads UUIDs in the forms that clients use: with dashes, 32 hexadecimal digits, in braces, as
/// `urn:uuid:…`. Source: contract 01 §7.1.
public final class Uuids {

    private static final String URN = "urn:uuid:";
    private static final int[] GROUPS = {8, 4, 4, 4, 12};

    private Uuids() {}

    /// @throws IllegalArgumentException with a message that says what is wrong and where
    public static UUID parse(String text) {
        int skipped = 0;
        var body = text;
        if (body.startsWith(URN)) {
            skipped = URN.length();
            body = body.substring(skipped);
        } else if (body.length() > 1 && body.startsWith("{") && body.endsWith("}")) {
            skipped = 1;
            body = body.substring(1, body.length() - 1);
        }
        return body.indexOf('-') < 0 ? simple(body, skipped) : dashed(body, skipped);
    }

    /// 32 lower-case hexadecimal digits.
    public static String hex(UUID id) {
        return id.toString().replace("-", "");
    }

    private static UUID simple(String text, int skipped) {
        checkCharacters(text, skipped);
        if (text.length() != 32) {
            throw new IllegalArgumentException(
                    "invalid length: expected length 32 for simple format, found "
                            + text.length());
        }
        return of(text);
    }

    private static UUID dashed(String text, int skipped) {
        checkCharacters(text, skipped);
        if (isRegular(text)) {
            return UUID.fromString(text);
        }
        var groups = text.split("-", -1);
        if (groups.length != GROUPS.length) {
            throw new IllegalArgumentException(
                    "invalid group count: expected 5, found " + groups.length);
        }
        for (int i = 0; i < GROUPS.length; i++) {
            if (groups[i].length() != GROUPS[i]) {
                throw new IllegalArgumentException("invalid group length in group " + i
                        + ": expected " + GROUPS[i] + ", found " + groups[i].length());
            }
        }
        return of(String.join("", groups));
    }

    /// Whether the dashes are where nearly everybody puts them: splitting costs more than reading.
    private static boolean isRegular(String text) {
        return text.length() == 36
                && text.indexOf('-') == 8
                && text.indexOf('-', 9) == 13
                && text.indexOf('-', 14) == 18
                && text.indexOf('-', 19) == 23
                && text.indexOf('-', 24) < 0;
    }

    private static void checkCharacters(String text, int skipped) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'f'
                    || c >= 'A' && c <= 'F';
            if (!fits) {
                throw new IllegalArgumentException(
                        "invalid character: found `" + c + "` at " + (i + skipped));
            }
        }
    }

    private static UUID of(String digits) {
        return new UUID(
                Long.parseUnsignedLong(digits, 0, 16, 16),
                Long.parseUnsignedLong(digits, 16, 32, 16));
    }
}
