package dev.coffer.leak;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Texts that are nowhere by chance. The long ones bear a random word, so that a half of one is found too. */
record Canaries(Map<String, String> values, String shortValue, String password, String newPassword,
        String wrongPassword,
        String invitedPassword, String planted) {

    static Canaries fresh() {
        var values = new LinkedHashMap<String, String>();
        values.put("ASCII", word());
        values.put("QUOTES", word() + "\"<&'\\`$(id)${HOME}</textarea> é漢\n" + word());
        values.put("JSON", "{\"type\":\"service_account\",\"key\":\"" + word() + "\",\"n\":[1,2]}");
        values.put("PEM", "-----BEGIN " + word() + "-----\n" + word() + "\n" + word() + "==\n-----END KEY-----\n");
        values.put("SHORT", "ǂʭ߷ꙮ");
        return new Canaries(values, "ǂʭ߷ꙮ", password("is"), password("new"), password("no"), password("two"), word());
    }

    /** By the names that finds are reported with. */
    Map<String, String> all() {
        var all = new LinkedHashMap<>(values);
        all.putAll(Map.of("password", password, "new password", newPassword, "wrong password", wrongPassword,
                "invited password", invitedPassword));
        return all;
    }

    private static String password(String what) {
        return word() + " <" + what + "> \"é&'";
    }

    private static String word() {
        var bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        return "Cnry" + HexFormat.of().formatHex(bytes);
    }
}
