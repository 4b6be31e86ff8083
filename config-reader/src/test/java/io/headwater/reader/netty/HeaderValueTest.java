package io.headwater.reader.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.reader.content.Coding;
import io.headwater.reader.content.EntityTags;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from bytes says what the slow way reads from text. */
class HeaderValueTest {
    private static final String TAG = "\"JS3MCOdJLl9vx_AogghBNA\"";
    private static final String[] TAG_PARTS = {
        TAG, "W/" + TAG, "W/", "*", ",", ", ", " ", "\t", "\"", "\"x\"", "x", "\"a b\"", "\"\""
    };

    @Test
    void shouldFindATagWhereThePatternDoes() {
        Random random = new Random(11);
        int found = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int parts = random.nextInt(6); parts >= 0; parts--) {
                text.append(TAG_PARTS[random.nextInt(TAG_PARTS.length)]);
            }
            // As the head of a request gives it: without the space around it.
            String value = text.toString().strip();
            byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
            boolean names = EntityTagList.names(bytes, 0, bytes.length, TAG.getBytes(StandardCharsets.US_ASCII));
            assertThat(names).as(value).isEqualTo(EntityTags.match(List.of(value), TAG));
            found += names ? 1 : 0;
        }
        assertThat(found).isBetween(1_000, 19_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip              | GZIP
            GZip              | GZIP
            br, gzip          | GZIP
            br,gzip;q=0.5     | GZIP
            gzip;q=0          | IDENTITY
            gzip ; Q=0.000    | IDENTITY
            gzip;q=0.0001     | GZIP
            gzip;q=0.001      | GZIP
            gzip;q=0, *       | IDENTITY
            *                 | GZIP
            *;q=0             | IDENTITY
            br, *;q=0.1       | GZIP
            identity          | IDENTITY
            ''                | IDENTITY
            x-gzip            | IDENTITY
            gzip;x=y;q=0      | GZIP
            , ,gzip           | GZIP
            """)
    void shouldChooseTheCoding(String value, Coding expected) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);

        assertThat(AcceptedCoding.of(bytes, 0, bytes.length)).isEqualTo(expected);
    }
}
