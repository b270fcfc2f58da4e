package tab

import (
	"slices"
	"testing"

	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/feed/preset"
)

// tableOf returns the table of a preset with these rules.
func tableOf(t *testing.T, events string) *logTable {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte("presets: {x: {url: \"ws://127.0.0.1:1\", events: "+events+"}}"))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return newLogTable(bound)
}

func TestColumnsAreTheNamesOfAllRules(t *testing.T) {
	t.Parallel()
	for events, want := range map[string][]string{
		`[{match: {e: c}, label: s, ohlc: {open: o, high: h, low: l, close: c, end: t}}, {match: {e: t}, label: s, values: {price: p, close: c, qty: q}}]`: {"open", "high", "low", "close", "price", "qty"},
		`[{match: {e: a}, label: s, value: v}, {match: {e: b}, label: s, values: {qty: q}}]`:                                                               {"value", "qty"},
		`[{match: {s: "*"}, label: s, value: p}]`: nil, // which would say less than the message
	} {
		if got := tableOf(t, events).columns; !slices.Equal(got, want) {
			t.Errorf("%s has the columns %q, want %q", events, got, want)
		}
	}
}

// TestTheMainColumnIsWhatTheFirstRuleIsAbout: the close of a candle, or the first value; the first column if that is not shown.
func TestTheMainColumnIsWhatTheFirstRuleIsAbout(t *testing.T) {
	t.Parallel()
	candle := `[{match: {e: c}, label: s, ohlc: {open: o, high: h, low: l, close: c, end: t}}, {match: {e: t}, label: s, values: {price: p}}]`
	for _, test := range []struct {
		events string
		chosen []string
		want   int
	}{
		{candle, nil, 3},
		{candle, []string{"close", "high"}, 0},
		{candle, []string{"high", "low"}, 0},
		{`[{match: {e: t}, label: s, values: {price: p, qty: q}}]`, nil, 0},
		{`[{match: {e: t}, label: s, values: {price: p, qty: q}}]`, []string{"qty", "price"}, 1},
	} {
		table := tableOf(t, test.events)
		table.choose(test.chosen)
		if got := table.mainColumn(); got != test.want {
			t.Errorf("%s with %q has the main column %d, want %d", test.events, test.chosen, got, test.want)
		}
	}
}

func TestARowHasTheLastRecordOfItsLabel(t *testing.T) {
	t.Parallel()
	table := tableOf(t, `[{match: {d: "*"}, each: d, label: s, values: {price: p, qty: q}}, {match: {m: "*"}, label: s, text: m, values: {price: p}}]`)
	row := &history.Row{Label: event.Label{Name: "A"}, Values: []history.Value{{Known: true, Usual: 1}}}
	entry := &event.Entry{Kind: event.Matched, Rule: 1}
	payload := []byte(`{"d":[{"s":"A","p":"1000.500","q":1},{"s":"A","p":"1234.5600","q":"off the market"},{"s":"B","p":7}]}`)
	got, ok := table.fields(entry, payload, row, []string{"price", "qty"})
	if want := []string{"1,234.56", "off the market"}; !ok || !slices.Equal(got.Cells, want) || got.Records != 3 || got.Rule != 1 {
		t.Errorf("there is %+v, want the cells %q of 3 records", got, want)
	}
	if _, ok := table.fields(&event.Entry{Kind: event.Matched, Rule: 2}, []byte(`{"s":"A","m":"text","p":1}`), row, nil); ok {
		t.Error("a rule that says what the log shows makes a row")
	}
}

// TestNumbersInTheTableHaveTheDigitsThatTheFeedGave has a label of which one number has been longer than is usual.
func TestNumbersInTheTableHaveTheDigitsThatTheFeedGave(t *testing.T) {
	t.Parallel()
	table := tableOf(t, `[{match: {s: "*"}, label: s, values: {price: p}}]`)
	row := &history.Row{Label: event.Label{Name: "A"}, Values: []history.Value{{Known: true, Decimals: 17, Usual: 1}}}
	for written, want := range map[string]string{
		"100.1": "100.1", "7": "7.0", "0.00032591819763183594": "0.00032591819763183594", "11.411623477935791": "11.411623477935791",
	} {
		got, _ := table.fields(&event.Entry{Kind: event.Matched, Rule: 1}, []byte(`{"s":"A","p":`+written+`}`), row, []string{"price"})
		if !slices.Equal(got.Cells, []string{want}) {
			t.Errorf("%s is shown as %q, want %q", written, got.Cells, want)
		}
	}
}

func TestChosenColumnsAreShown(t *testing.T) {
	t.Parallel()
	table := tableOf(t, `[{match: {e: q}, label: s, values: {bid: b, ask: a}}, {match: {e: t}, label: s, values: {price: p}}]`)
	table.choose([]string{"ask", "price"})
	for rule, test := range map[uint16]struct {
		payload string
		want    []string
	}{
		1: {`{"e":"q","s":"A","b":1,"a":2}`, []string{"2", ""}},
		2: {`{"e":"t","s":"A","p":3}`, []string{"", "3"}},
	} {
		got, ok := table.fields(&event.Entry{Kind: event.Matched, Rule: rule}, []byte(test.payload), &history.Row{}, nil)
		if !ok || !slices.Equal(got.Cells, test.want) {
			t.Errorf("%s has the cells %q, want %q", test.payload, got.Cells, test.want)
		}
	}
	table.choose([]string{"price"})
	if got, ok := table.fields(&event.Entry{Kind: event.Matched, Rule: 1}, []byte(`{"e":"q","s":"A","b":1,"a":2}`), &history.Row{}, nil); !ok || got.Cells[0] != "" {
		t.Errorf("an event that has none of the chosen values is no row with blanks: %q, %v", got.Cells, ok)
	}
	table.choose(nil)
	if want := []string{"bid", "ask", "price"}; !slices.Equal(table.columns, want) {
		t.Errorf("all columns are %q, want %q", table.columns, want)
	}
}
