package io.headwater.loadtest.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run found out: a head that says what it ran on, and rows under the name of each bench. For one thread. */
public final class Report {
    private final Map<String, String> head = new LinkedHashMap<>();
    private final Map<String, List<Row>> sections = new LinkedHashMap<>();
    private List<Row> current = new ArrayList<>();

    /** Says one thing about topology or settings; said again, the last one counts. */
    public void about(String what, String text) {
        head.put(what, text);
    }

    /** What follows belongs to this bench. */
    public void section(String title) {
        current = new ArrayList<>();
        sections.put(title, current);
    }

    /** Adds a row. */
    public void add(Row row) {
        current.add(row);
    }

    Map<String, String> head() {
        return head;
    }

    Map<String, List<Row>> sections() {
        return sections;
    }
}
