package agentserver.golden;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts our addresses, directory and key in the place of the recorded ones. Immutable.
record Places(String base, String model, String work, String key) {

    private static final String RECORDED_BASE = "http://127.0.0.1:18000";
    private static final Pattern RECORDED_MODEL = Pattern.compile("http://127\\.0\\.0\\.1:1890[01]\\b");
    private static final String RECORDED_KEY = "golden-key";

    static Places of(ServerUnderTest server) {
        return new Places(root(server.base()), root(server.model()), server.work().toString(),
                server.key());
    }

    String ours(String recorded) {
        return RECORDED_MODEL.matcher(recorded).replaceAll(Matcher.quoteReplacement(model))
                .replace("${WORK}", work)
                .replace("${WORK_PERCENT_ENCODED}", URLEncoder.encode(work, StandardCharsets.UTF_8))
                .replace(RECORDED_BASE, base)
                .replace(RECORDED_KEY, key.isEmpty() ? RECORDED_KEY : key);
    }

    private static String root(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
