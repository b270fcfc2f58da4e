package dryrun_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestValuesArePrintedAsTheFeedGaveThem, and which have ended.
func TestValuesArePrintedAsTheFeedGaveThem(t *testing.T) {
	printed := play(t, `
    headers: {Token: "${secret:TOKEN}"}
    events: [{match: {s: "*"}, label: s, value: v}, {match: {t: "*"}, label: t, whole: true, values: {bid: b, ask: a}}]
`, `< {"s":"kitchen","v":"unavailable"}
< {"s":"garden","v":null}
< {"s":"id","v":8389766036995847940123456789}
< {"s":"light","v":"ON"}
< {"s":"hex","v":"0x1F"}
< {"s":"tok","v":"token-1234"}
< {"t":"A","b":1.50}
< {"s":"X","v":61,"vwap":NaN}
< {"s":"X","v":"1,234.5"}
`)
	for _, want := range []string{
		"event kitchen no value: unavailable\n", "event garden no value\n", "event id value=8389766036995847940123456789\n", "event light value=1\n", "event hex value=31\n",
		"event tok no value: •••\n", "event A bid=1.50 ask no value\n", "event X value=61\n", "event X no value: 1,234.5\n       `value: v` holds \"1,234.5\", which is no number\n",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("no %q in\n%s", want, printed)
		}
	}
}

// TestEveryEventIsPrinted of every message, each record once, however many rules match it.
func TestEveryEventIsPrinted(t *testing.T) {
	two := "    events:\n      - {match: {op: price, p: '*'}, label: s, value: p}\n      - {match: {op: price}, label: s, values: {q: q}}\n"
	if printed := play(t, two, `< {"op":"price","s":"AAA","p":1,"q":2}`+"\n"); strings.Count(printed, "event ") != 1 || !strings.Contains(printed, "event AAA value=1 q=2\n") {
		t.Errorf("two rules on one record:\n%s", printed)
	}
	printed := play(t, `
    frames: {split: "|"}
    events: [{match: {l: "*"}, each: l, label: s, value: v}]
`, `<~ {"l":[{"s":"A","v":1},{"s":"B"},{"s":"A","v":2}]}|{"l":[]}|{"l":[{"s":"C","v":null}]}`+"\n")
	want := "       event A value=1\n       event B without a number\n       event A value=2\n       event, of no records\n       event C no value\n"
	if !strings.Contains(printed, want) {
		t.Errorf("%s\nlacks\n%s", printed, want)
	}
}

// TestWhatCannotBeReadIsPrinted at each message, and of a clock that is ahead how the record is drawn.
func TestWhatCannotBeReadIsPrinted(t *testing.T) {
	ahead := time.Now().Add(9 * time.Hour).UTC()
	printed := play(t, `
    seq: {at: n, step: 1}
    events: [{match: {s: "*"}, label: s, time: t, value: v}, {match: {c: "*"}, label: c, ohlc: {open: o, high: hi, low: l, close: v, begin: t}}]
`, `< {"s":"A","v":1,"t":"gestern"}
< {"s":"A","v":2,"time":1}
< {"s":"A","v":3,"n":1.5}
< {"s":"A","n":1}
< {"c":"C","o":1,"high":2,"l":1,"v":2,"t":1788701379}
< {"s":"A","v":4,"t":`+fmt.Sprint(ahead.Unix())+`}
`)
	for _, want := range []string{
		"event A value=1\n       `time: t` holds \"gestern\", which is no time that can be read", "event A value=2\n       `time: t` finds nothing",
		"seq: `at: n` holds \"1.5\", which is no whole number", "event A without a number\n", "event C close=2\n", "`high: hi` has no number: no candle\n",
		"event A value=4  at " + ahead.Format("2006-01-02T15:04:05Z") + "\n", "the feed's clock is 9h00m ahead of this one: its values are drawn by the time of receipt\n",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("no %q in\n%s", want, printed)
		}
	}
}
