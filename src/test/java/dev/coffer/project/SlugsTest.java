package dev.coffer.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugsTest {

    @ParameterizedTest
    @CsvSource({"My Shop!,my-shop", "  Café Über  ,cafe-uber", "a--b,a-b", "Shop 2,shop-2", "New,new-1", "日本,''",
            "ﬁne №3,fine-no3"})
    void aNameSuggestsASlug(String name, String slug) {
        assertThat(Slugs.suggestion(name)).isEqualTo(slug);
    }

    @Test
    void aSuggestionIsNeverTooLongAndEndsWell() {
        var slug = Slugs.suggestion("x".repeat(62) + " y");
        assertThat(slug).isEqualTo("x".repeat(62));
        assertThat(Slugs.mistake(slug)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "my-shop", "0", "a--b"})
    void lettersDigitsAndInnerHyphensAreFine(String slug) {
        assertThat(Slugs.mistake(slug)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-a", "a-", "A", "a b", "a_b", "é", "new", "a\n"})
    void everythingElseIsNot(String slug) {
        assertThat(Slugs.mistake(slug)).isPresent();
    }
}
