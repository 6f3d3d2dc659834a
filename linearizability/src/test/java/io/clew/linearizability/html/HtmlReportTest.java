package io.clew.linearizability.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Outcome;
import io.clew.linearizability.Verdict;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

class HtmlReportTest {
    @Test
    void aGoodHistoryIsShownWithAllItsOperations() {
        String page = Pages.page(Pages.ofAllKinds("k", "v"));
        assertTrue(page.contains("<body data-verdict=\"ok\">"));
        assertTrue(page.contains("<span class=\"badge\">Linearizable</span>"));
        assertTrue(page.contains("7 operations · 1 key · 3 processes · keys start absent"));
        assertEquals(
                """
                {"base":"1","keys":[
                {"key":"k","verdict":"ok","why":"","count":7,"operations":[
                [0,"put","v",null,"ok",0,1,0,1,0],
                [1,"get",null,"v","ok",2,3,2,3,0],
                [2,"cas","no","yes","fail",4,5,4,5,0],
                [0,"append","!",null,"ok",6,7,6,7,0],
                [1,"delete",null,null,"unknown",8,9,8,9,0],
                [2,"clear",null,null,"ok",10,11,10,11,0],
                [1,"get",null,null,"unknown",12,null,12,-1,0]],
                "order":[0,1,3,5],
                "lock":false,"values":{"until":13,"changes":[[0,[null]],[1,[null,"v"]],[2,["v"]],\
                [7,["v","v!"]],[8,["v!"]],[9,[null,"v!"]],[12,[null]]]}}]}""",
                data(page));
    }

    @Test
    void aViolationComesFirstAndItsOperationsAreMarked() {
        String page = Pages.page(Pages.staleRead());
        assertTrue(page.contains("<body data-verdict=\"bad\">"));
        assertTrue(page.contains("<span class=\"badge\">Not linearizable</span>"));
        assertTrue(page.contains("<p class=\"sentence\">get a returned &quot;1&quot; at 11–12"));
        assertTrue(page.contains("<code id=\"command\">clew-check h.jsonl</code>"));
        String data = data(page);
        // 1: in the prefix that fails, 2: in the smaller part, 4: the one that cannot be explained.
        assertTrue(
                data.endsWith(
                        """
                        "count":6,"operations":[
                        [0,"put","0",null,"ok",2,3,0,1,1],
                        [1,"get",null,"0","ok",4,5,2,3,1],
                        [0,"put","1",null,"ok",6,7,4,5,3],
                        [0,"put","2",null,"ok",8,9,6,7,3],
                        [1,"get",null,"1","ok",10,11,8,9,7],
                        [1,"put","3",null,"ok",12,13,10,11,0]],
                        "order":[],
                        "lock":false,"values":{"until":10,"changes":[[0,[null]],[1,[null,"0"]],[2,["0"]],\
                        [5,["0","1"]],[6,["1"]],[7,["1","2"]],[8,["2"]],[10,[]]]}},
                        {"key":"b","verdict":"ok","why":"","count":1,"operations":[
                        [0,"put","7",null,"ok",0,1,0,1,0]],
                        "order":[0],
                        "lock":false,"values":{"until":2,"changes":[[0,[null]],[1,[null,"7"]],[2,["7"]]]}}]}"""),
                data);
    }

    @Test
    void ofTwoAlikeTheOneThatIsMeantIsMarked() {
        var history = new History.Builder();
        history.invoke(0, new Call.Put("a", "1"), 0).complete(0, Outcome.DONE, 1);
        history.invoke(0, new Call.Put("a", "1"), 2);
        history.invoke(1, new Call.Put("a", "2"), 3).complete(1, Outcome.DONE, 4);
        history.invoke(1, new Call.Get("a"), 5).complete(1, Outcome.read("1"), 6);
        history.invoke(1, new Call.Get("a"), 7).complete(1, Outcome.read("2"), 8);
        history.complete(0, Outcome.DONE, 9);
        String data = data(Pages.page(history.build()));
        assertTrue(data.contains("[0,\"put\",\"1\",null,\"ok\",0,1,0,1,1],"), data);
        assertTrue(data.contains("[0,\"put\",\"1\",null,\"ok\",2,9,2,9,3],"), data);
    }

    @Test
    void whatKeysHoldAtFirstIsSaid() {
        assertTrue(pageOf(new Model("7")).contains("keys start as &quot;7&quot;"));
        var shown = new Model(null, Model.FailedCas.IGNORE, Map.of("r", "1"), Set.of());
        assertTrue(pageOf(shown).contains("registers start as first reads show"));
    }

    private static String pageOf(Model model) {
        History none = new History.Builder().build();
        var verdict = new Verdict.Linearizable(0);
        return new HtmlReport("h", "check h", none, model, Budget.states(1), verdict).page();
    }

    @Test
    void noNameKeyOrValueCanBecomeMarkup() {
        String hostile = Pages.HOSTILE;
        String page = Pages.page(hostile, Pages.ofAllKinds(hostile, hostile));
        assertEquals(count(Pages.page(Pages.staleRead()), "<script"), count(page, "<script"));
        assertEquals(count(Pages.page(Pages.staleRead()), "</script"), count(page, "</script"));
        assertFalse(page.contains("<img"));
        assertFalse(page.contains("<!--"));
        assertTrue(page.contains("\\u003c/script\\u003e"), "the value is still there");
        assertTrue(page.contains("{{css}}"), "a value that looks like a place stays a value");
    }

    @Test
    void textStaysJsonWhateverIsInIt() {
        var out = new StringBuilder();
        JsonText.append(out, "\"\\\n\u2028\uD800é");
        assertEquals("\"\\u0022\\u005c\\u000a\\u2028\\ud800é\"", out.toString());
    }

    @Test
    void aLongValueLosesItsMiddle() {
        String page = Pages.page(Pages.ofAllKinds("k", "x".repeat(100_000)));
        assertTrue(page.contains("x… (100000 characters) …x"));
        assertTrue(page.length() < 100_000, () -> page.length() + " characters");
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        String page = Pages.page(Pages.staleRead());
        assertTrue(page.contains("default-src 'none'"));
        assertFalse(Pattern.compile("https?:|src=|<link|@import|url\\(").matcher(page).find());
    }

    @Test
    void aHistoryWithoutKeysHasAPageToo() {
        assertEquals(
                "{\"base\":\"0\",\"keys\":[]}", data(Pages.page(new History.Builder().build())));
    }

    private static String data(String page) {
        String start = "<script type=\"application/json\" id=\"data\">";
        int from = page.indexOf(start) + start.length();
        return page.substring(from, page.indexOf("</script>", from));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
