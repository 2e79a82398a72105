package dev.coffer.account;

import java.util.LinkedHashMap;
import java.util.Map;

/** A browser in words that its person knows it by, read from its User-Agent; the first mark that fits counts. */
final class Browser {
    private static final Map<String, String> NAMES = marks("Edg/", "Edge", "OPR/", "Opera", "Firefox/", "Firefox",
            "Chrome/", "Chrome", "Safari/", "Safari", "curl/", "curl");
    private static final Map<String, String> SYSTEMS = marks("Android", "Android", "iPhone", "iPhone", "iPad", "iPad",
            "Windows", "Windows", "Mac OS X", "macOS", "CrOS", "ChromeOS", "Linux", "Linux");

    private Browser() {}

    static String name(String agent) {
        var name = first(NAMES, agent, "Unknown browser");
        var system = first(SYSTEMS, agent, "");
        return system.isEmpty() ? name : name + " on " + system;
    }

    private static String first(Map<String, String> marks, String agent, String otherwise) {
        return marks.entrySet().stream().filter(mark -> agent.contains(mark.getKey())).map(Map.Entry::getValue)
                .findFirst().orElse(otherwise);
    }

    private static Map<String, String> marks(String... pairs) {
        var marks = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            marks.put(pairs[i], pairs[i + 1]);
        }
        return marks;
    }
}
