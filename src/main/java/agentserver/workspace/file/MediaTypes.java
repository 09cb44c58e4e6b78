package agentserver.workspace.file;

import java.util.Locale;
import java.util.Map;

/// Content types of files, by the endings of their names.
final class MediaTypes {

    private static final String UNKNOWN = "application/octet-stream";
    private static final Map<String, String> BY_ENDING = Map.ofEntries(
            text("html", "html"), text("htm", "html"), text("css", "css"), text("txt", "plain"),
            text("log", "plain"), text("md", "markdown"), text("csv", "csv"), text("xml", "xml"),
            text("js", "javascript"), text("mjs", "javascript"), text("py", "x-python"),
            text("java", "plain"), text("ts", "plain"), text("sh", "plain"), text("yml", "plain"),
            text("yaml", "plain"), text("toml", "plain"), text("ini", "plain"),
            Map.entry("json", "application/json"), Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("wasm", "application/wasm"), Map.entry("pdf", "application/pdf"),
            Map.entry("zip", "application/zip"), Map.entry("gz", "application/gzip"),
            Map.entry("tar", "application/x-tar"), Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"), Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"), Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"), Map.entry("avif", "image/avif"),
            Map.entry("bmp", "image/bmp"), Map.entry("ico", "image/vnd.microsoft.icon"),
            Map.entry("woff", "font/woff"), Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"), Map.entry("otf", "font/otf"),
            Map.entry("mp3", "audio/mpeg"), Map.entry("wav", "audio/wav"),
            Map.entry("ogg", "audio/ogg"), Map.entry("mp4", "video/mp4"),
            Map.entry("webm", "video/webm"), Map.entry("mov", "video/quicktime"));

    private MediaTypes() {}

    /// A name without a known ending is bytes, which no browser takes for a page.
    static String of(String fileName) {
        var ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_ENDING.getOrDefault(ending, UNKNOWN);
    }

    private static Map.Entry<String, String> text(String ending, String kind) {
        return Map.entry(ending, "text/" + kind + "; charset=utf-8");
    }
}
