package session_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
)

// said returns the points and the ends of values of a batch, in their order.
func said(b *event.Batch, labels event.Labels, fields []string) (out []string) {
	for p, e := range b.Values {
		if e != nil {
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s ends %s", labels.At(e.Label).Name, fields[e.Field], e.Word)))
			continue
		}
		out = append(out, fmt.Sprintf("%s %s %v", labels.At(p.Label).Name, fields[p.Field], p.Value))
	}
	return out
}

// TestAValueEnds: an explicit null, also on the way, an empty text, text that is no number, and a list or an object where a
// number was are no value from now on; what is missing changes nothing, unless the records are whole.
func TestAValueEnds(t *testing.T) {
	const begin = `{"s":"a","v":{"p":1,"q":2}}`
	for name, test := range map[string]struct {
		message string
		want    []string // behind the first two points
		whole   []string
	}{
		"null":            {`{"s":"a","v":{"p":null,"q":3}}`, []string{"a p ends", "a q 3"}, nil},
		"null on the way": {`{"s":"a","v":null}`, []string{"a p ends", "a q ends"}, nil},
		"empty":           {`{"s":"a","v":{"p":"","q":" "}}`, []string{"a p ends", "a q ends"}, nil},
		"word":            {`{"s":"a","v":{"p":"unavailable","q":"off"}}`, []string{"a p ends unavailable", "a q 0"}, nil},
		"long text":       {`{"s":"a","v":{"p":"` + strings.Repeat("x", 33) + `","q":4}}`, []string{"a p ends", "a q 4"}, nil},
		"list, object":    {`{"s":"a","v":{"p":[1],"q":{"x":1}}}`, []string{"a p ends", "a q ends"}, nil},
		"NaN":             {`{"s":"a","v":{"p":NaN,"q":-Infinity}}`, []string{"a p ends", "a q ends"}, nil},
		"too large":       {`{"s":"a","v":{"p":1e999,"q":5}}`, []string{"a p ends 1e999", "a q 5"}, nil},
		"a secret":        {`{"s":"a","v":{"p":"hush-TOKEN","q":5}}`, []string{"a p ends •••", "a q 5"}, nil},
		"missing":         {`{"s":"a","v":{"q":6}}`, []string{"a q 6"}, []string{"a p ends", "a q 6"}},
		"all missing":     {`{"s":"a"}`, nil, []string{"a p ends", "a q ends"}},
		"blanks":          {`{"s":"a","v":{"p":" 7 ","q":"TRUE"}}`, []string{"a p 7", "a q 1"}, nil},
		"not there":       {`{"s":"a","v":7}`, nil, []string{"a p ends", "a q ends"}},
	} {
		for _, whole := range []bool{false, true} {
			want := append([]string{"a p 1", "a q 2"}, test.want...)
			if whole && test.whole != nil {
				want = append([]string{"a p 1", "a q 2"}, test.whole...)
			}
			c := open(t, fmt.Sprintf("\nurl: ws://127.0.0.1:1\nheaders: {T: \"${secret:TOKEN}\"}\nevents: [{match: {s: \"*\"}, label: s, values: {p: v.p, q: v.q}, whole: %t}]\n", whole))
			c.s.Seal()
			receive(t, c.s, c.now, []byte(begin))
			receive(t, c.s, c.now, []byte(test.message))
			b := c.s.Seal()
			if got := said(b, b.Labels, c.s.Reader().Fields()); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, whole %t: %q, want %q", name, whole, got, want)
			}
		}
	}
}

// TestTheCloseOfACandleEnds: half a candle is no candle, and an explicit null is no value.
func TestTheCloseOfACandleEnds(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {s: \"*\"}, label: s, ohlc: {open: o, high: h, low: l, close: c, begin: t}}]\n")
	c.s.Seal()
	for _, m := range []string{`{"s":"a","o":1,"h":3,"l":1,"c":2,"t":1772366400}`, `{"s":"a","o":1,"h":3,"l":1,"c":null,"t":1772366460}`, `{"s":"a","o":1,"h":3,"t":1772366460}`} {
		receive(t, c.s, c.now, []byte(m))
	}
	b := c.s.Seal()
	if got := said(b, b.Labels, c.s.Reader().Fields()); !reflect.DeepEqual(got, []string{"a close 2", "a close ends"}) || len(b.Candles) != 1 {
		t.Errorf("%q and %d candles, want a close, its end, and one candle", got, len(b.Candles))
	}
}

// TestPlottedValuesEnd: what the operator plots ends as the values of a preset do.
func TestPlottedValuesEnd(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {s: \"*\"}, label: s}]\n")
	if _, err := c.s.Reader().Plot("x.y", "", ""); err != nil {
		t.Fatal(err)
	}
	c.s.Seal()
	for range 3 {
		receive(t, c.s, c.now, []byte(`{"s":"b","x":{"y":[1]}}`))
	}
	notes := 0
	for _, chunk := range c.s.Seal().Chunks {
		for i := range chunk.Entries {
			if m := &chunk.Entries[i]; m.Kind == event.Notice && strings.HasPrefix(string(chunk.Text(m)), "plot: `x.y: x.y` leads to a list") {
				notes++
			}
		}
	}
	if notes != 1 {
		t.Errorf("said %d times that there is a list", notes)
	}
	for _, m := range []string{`{"s":"a","x":{"y":5}}`, `{"s":"a","x":null}`, `{"s":"a"}`, `{"x":null}`, `{"x":{"y":6}}`, `{"x":{"y":"off line"}}`} {
		receive(t, c.s, c.now, []byte(m))
	}
	b := c.s.Seal()
	want := []string{"a x.y 5", "a x.y ends", "x.y x.y 6", "x.y x.y ends off line"}
	if got := said(b, b.Labels, c.s.Reader().Fields()); !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestMergesKeepEnds: however batches are put together, what has ended has, in its place among the points.
func TestMergesKeepEnds(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {s: \"*\"}, label: s, value: v}]\n")
	take := func(messages ...string) *event.Batch {
		for _, m := range messages {
			receive(t, c.s, c.now, []byte(m))
		}
		return c.s.Seal()
	}
	c.s.Seal()
	batches := []*event.Batch{take(`{"s":"a","v":1}`, `{"s":"a","v":"gone"}`), take(`{"s":"a","v":2}`, `{"s":"b","v":3}`), take(`{"s":"b","v":null}`, `{"s":"a","v":4}`)}
	want := []string{"a value 1", "a value ends gone", "a value 2", "b value 3", "b value ends", "a value 4"}
	joined := event.Join(batches)
	if got := said(joined, joined.Labels, c.s.Reader().Fields()); !reflect.DeepEqual(got, want) {
		t.Errorf("joined %q, want %q", got, want)
	}
	var merged *event.Batch
	for _, b := range batches {
		merged, _ = event.Drop(merged, b)
	}
	if got := said(merged, merged.Labels, c.s.Reader().Fields()); !reflect.DeepEqual(got, want) {
		t.Errorf("merged %q, want %q", got, want)
	}
	merged, _ = event.Drop(merged, take(`{"s":"e","v":1}`, `{"s":"e","v":9}`, `{"s":"e","v":5}`, `{"s":"e","v":null}`, `{"s":"e","v":2}`, `{"s":"e","v":8}`))
	// So many points that they are thinned out, and so many ends.
	for i := range 40 {
		var many []string
		for j := range 2000 {
			many = append(many, fmt.Sprintf(`{"s":"c","v":%d}`, i*2000+j))
			if j%2 == 0 {
				many = append(many, `{"s":"c","v":null}`)
			}
		}
		merged, _ = event.Drop(merged, take(append(many, `{"s":"d","v":7}`, `{"s":"d","v":"last"}`)...))
	}
	if len(merged.Points) > 64<<10 || len(merged.Ends) > 32<<10 {
		t.Errorf("%d points, %d ends", len(merged.Points), len(merged.Ends))
	}
	got := said(merged, merged.Labels, c.s.Reader().Fields())
	if i := slices.Index(got, "e value ends"); i < 1 || got[i-1] != "e value 5" {
		t.Errorf("the last value before an end is not kept: %q", got[max(i-3, 0):i+2])
	}
	last := make(map[string]string)
	for _, line := range got {
		last[line[:1]] = line
	}
	for label, want := range map[string]string{"a": "a value 4", "b": "b value ends", "c": "c value 79999", "d": "d value ends last"} {
		if last[label] != want {
			t.Errorf("the last of %s is %q, want %q", label, last[label], want)
		}
	}
	if batches[0].Ends[0].After != 1 || batches[2].Ends[0].After != 0 {
		t.Error("a batch that was merged has changed")
	}
}

// TestARecordCountsOnceForEachLabel: all rules that match are applied, and a record that two of them match is one event.
func TestARecordCountsOnceForEachLabel(t *testing.T) {
	for name, test := range map[string]struct {
		rules    string
		message  string
		events   int64
		activity map[string]int
		points   []string
	}{
		"the same record": {`[{match: {s: "*"}, label: s, value: p}, {match: {s: "*"}, label: s, values: {q: q}}]`, `{"s":"a","p":1,"q":2}`,
			1, map[string]int{"a": 1}, []string{"a value 1", "a q 2"}},
		"with times": {`[{match: {s: "*"}, label: s, time: t, value: p}, {match: {s: "*"}, label: s, time: t}]`, `{"s":"a","p":1,"t":1772366400}`,
			1, map[string]int{"a": 1}, []string{"a value 1"}},
		"two labels": {`[{match: {s: "*"}, label: s, value: p}, {match: {s: "*"}, label: u, value: p}]`, `{"s":"a","u":"b","p":1}`,
			2, map[string]int{"a": 1, "b": 1}, []string{"a value 1", "b value 1"}},
		"parts of a list": {`[{match: {l: "*"}, each: l, where: {k: x}, label: s, value: p}, {match: {l: "*"}, each: l, label: s, value: q}]`,
			`{"l":[{"k":"x","s":"a","p":1,"q":2},{"k":"y","s":"a","p":3,"q":4}]}`, 2, map[string]int{"a": 2}, []string{"a value 1", "a value 2", "a value 4"}},
		"stopped": {`[{match: {s: "*"}, label: s, value: p, stop: true}, {match: {s: "*"}, label: u, value: p}]`, `{"s":"a","u":"b","p":1}`,
			1, map[string]int{"a": 1}, []string{"a value 1"}},
		"not stopped by a rule that matches nothing": {`[{match: {s: "*"}, each: l, label: s, value: p, stop: true}, {match: {s: "*"}, label: u, value: p}]`, `{"s":"a","u":"b","p":1}`,
			1, map[string]int{"b": 1}, []string{"b value 1"}},
	} {
		c := open(t, "\nurl: ws://127.0.0.1:1\nevents: "+test.rules+"\n")
		c.s.Seal()
		receive(t, c.s, c.now, []byte(test.message))
		b := c.s.Seal()
		activity := make(map[string]int)
		for _, a := range b.Activity {
			activity[b.Labels.At(a.Label).Name] += a.Events
		}
		if got := said(b, b.Labels, c.s.Reader().Fields()); b.Counts.Events != test.events || !reflect.DeepEqual(activity, test.activity) || !reflect.DeepEqual(got, test.points) {
			t.Errorf("%s: %d events, %v, %q; want %d, %v, %q", name, b.Counts.Events, activity, got, test.events, test.activity, test.points)
		}
		if lags := b.Lags.Total(); name == "with times" && lags != 1 {
			t.Errorf("%d lags of one event", lags)
		}
	}
	// A list of any length, with one rule for half of it.
	c := open(t, "\nurl: ws://127.0.0.1:1\nlimits: {labels: 1}\nevents: [{match: {l: \"*\"}, each: l, where: {k: 1}, label: s}, {match: {l: \"*\"}, each: l, label: s}, {match: {l: \"*\"}, each: l, label: s}]\n")
	var records []string
	for i := range 2000 {
		records = append(records, fmt.Sprintf(`{"k":%d,"s":"%d"}`, i%2, i))
	}
	c.receive(`{"l":[` + strings.Join(records, ",") + `]}`)
	if n := c.batch.Counts.Events; n != 2000 || c.status.Untracked != 2000 {
		t.Errorf("%d events of 2000 records, %d untracked", n, c.status.Untracked)
	}
}

// TestAClockThatIsAheadIsDrawnByReceipt, which is said once, with a lag that is true; history is left as it is.
func TestAClockThatIsAheadIsDrawnByReceipt(t *testing.T) {
	for name, test := range map[string]struct {
		ahead   time.Duration
		receipt bool
		says    string
	}{
		"nine hours": {9 * time.Hour, true, "the feed's clock is 9h00m ahead of this one"},
		"74 years":   {74 * 365 * 24 * time.Hour, true, "the feed's clock is 27010d ahead"},
		"61 s":       {61 * time.Second, true, "the feed's clock is 1m ahead"},
		"59 s":       {59 * time.Second, false, ""},
		"behind":     {-time.Hour, false, ""},
	} {
		c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {s: \"*\"}, label: s, time: t, value: v}]\n")
		c.log = nil
		stamp := func(ahead time.Duration) string {
			return fmt.Sprintf(`{"s":"a","v":1,"t":%d}`, c.now.Add(ahead).UnixMilli())
		}
		c.receive(stamp(test.ahead))
		c.now = c.now.Add(time.Second)
		c.receive(stamp(test.ahead))
		for i, p := range c.batch.Points {
			at := start.Add(time.Duration(i) * time.Second)
			if !test.receipt {
				at = at.Add(test.ahead)
			}
			if p.At != at.UnixNano() {
				t.Errorf("%s: drawn at %v, want %v", name, time.Unix(0, p.At).UTC(), at)
			}
		}
		saying := 0
		for _, line := range c.log {
			if strings.Contains(line, "clock") {
				saying++
				if !strings.Contains(line, test.says) {
					t.Errorf("%s: %s", name, line)
				}
			}
		}
		if want := map[bool]int{true: 1}[test.says != ""]; saying != want {
			t.Errorf("%s: said %d times, want %d", name, saying, want)
		}
	}
	// Some events at the edge of the minute: they stay in their order.
	c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {s: \"*\"}, label: s, time: t, value: v}]\n")
	for _, ahead := range []int{61, 59, 61, 59} {
		c.receive(fmt.Sprintf(`{"s":"a","v":1,"t":%d}`, c.now.Add(time.Duration(ahead)*time.Second).UnixMilli()))
		c.now = c.now.Add(time.Second)
	}
	for i := 1; i < len(c.batch.Points); i++ {
		if c.batch.Points[i].At < c.batch.Points[i-1].At {
			t.Errorf("point %d goes back in time", i)
		}
	}
}

// TestWhatCannotBeReadIsReportedOnce for each rule and path; what a delta leaves out, a word and a null are not.
func TestWhatCannotBeReadIsReportedOnce(t *testing.T) {
	for name, test := range map[string]struct {
		rule     string
		messages []string
		want     string // "": nothing
	}{
		"time of another spelling": {"{match: {s: '*'}, label: s, time: t, value: v}", []string{`{"s":"a","v":1,"t":"yesterday"}`}, "rule 1 of events: `time: t` holds \"yesterday\", which is no time that can be read: the time of receipt counts"},
		"time that is not there":   {"{match: {s: '*'}, label: s, time: t, value: v}", []string{`{"s":"a","v":1,"time":1}`}, "rule 1 of events: `time: t` finds nothing"},
		"null for a time":          {"{match: {s: '*'}, label: s, time: t.u, value: v}", []string{`{"s":"a","v":1,"t":null}`}, ""},
		"label that is not there":  {"{match: {s: '*'}, label: name, value: v}", []string{`{"s":"a","v":1}`}, "rule 1 of events: `label: name` finds nothing: the event goes to x"},
		"number that is none":      {"{match: {s: '*'}, label: s, value: v}", []string{`{"s":"a","v":"1,234.5 EUR"}`}, "rule 1 of events: `value: v` holds \"1,234.5 EUR\", which is no number"},
		"object":                   {"{match: {s: '*'}, label: s, value: v}", []string{`{"s":"a","v":{"p":1}}`}, "rule 1 of events: `value: v` leads to a list or an object, and not to a number"},
		"word":                     {"{match: {s: '*'}, label: s, value: v}", []string{`{"s":"a","v":"unavailable"}`, `{"s":"a","v":null}`}, ""},
		"delta":                    {"{match: {s: '*'}, label: s, values: {p: p, q: q}}", []string{`{"s":"a","p":1}`, `{"s":"a"}`}, ""},
		"never a value":            {"{match: {s: '*'}, label: s, values: {p: p, q: q}}", []string{`{"s":"a","x":1}`}, "rule 1 of events: `p: p` finds nothing, and neither do the other 1 values"},
	} {
		c := open(t, "\nurl: ws://127.0.0.1:1\nevents: ["+test.rule+"]\n")
		c.log = nil
		for range 12 {
			c.receive(test.messages...)
		}
		var got []string
		for _, line := range c.log {
			if strings.Contains(line, "rule 1 of events") {
				got = append(got, line)
			}
		}
		if test.want == "" && len(got) > 0 || test.want != "" && (len(got) != 1 || !strings.Contains(got[0], test.want)) {
			t.Errorf("%s: %q, want once %q", name, got, test.want)
		}
	}
}

// TestAnEntryCarriesTheNumberOfItsRule: of the first one that matched it, and 0 where none did.
func TestAnEntryCarriesTheNumberOfItsRule(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nstatus: [{op: status}]\nevents: [{match: {op: a}, value: p}, {match: {p: \"*\"}, value: p}]\n")
	c.s.Seal()
	for _, message := range []string{`{"op":"b","p":1}`, `{"op":"a","p":1}`, `{"op":"status"}`, `{"op":"c"}`} {
		receive(t, c.s, c.now, []byte(message))
	}
	var rules []uint16
	for _, chunk := range c.s.Seal().Chunks {
		for i := range chunk.Entries {
			rules = append(rules, chunk.Entries[i].Rule)
		}
	}
	if want := []uint16{2, 1, 0, 0}; !reflect.DeepEqual(rules, want) {
		t.Errorf("rules %v, want %v", rules, want)
	}
}
