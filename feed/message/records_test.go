package message_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
)

// bind returns the preset of a configuration, ready to run.
func bind(t testing.TB, text string) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// FuzzRecordsOfAShape reads messages in turn with one reader, and each with a reader of its own: what a reader knows of earlier
// messages of a shape changes nothing of what rules match, of their records and of what these have, whatever memory it borrows. The
// third message is the first one, of which some bytes at a place are replaced by others.
func FuzzRecordsOfAShape(f *testing.F) {
	bound := bind(f, `
presets:
  x:
    url: ws://127.0.0.1:1
    events:
      - {match: {x: "*"}, value: p}
      - {match: {x: "*"}, each: 1, value: p}
      - {match: {x: "*"}, each: "*", value: p}
      - {match: {x: "*"}, each: a, value: p}
      - {match: {x: "*"}, each: a.*, value: p}
      - {match: {x: "*"}, each: a.*.b, where: {k: "*"}, value: p}
      - {match: {x: "*"}, each: a.*.b, value: p}
      - {match: {a: null}, label: b, time: p, values: {p: p, a: $.a, first: "0"}}
      - {match: [{a: "*", p: null}, {p: "/^1/"}, {"0": 42}, {"-2": "/^ohlc/"}], label: $.-1, each: "1", time: "0", ohlc: {open: "0", high: "1", low: "1", close: "1", end: "0"}}
      - {match: "/1/", each: a, where: {p: 1}, label: k, time: $.a.0.p, value: p}
`)
	for _, seed := range [][3]string{
		{`[42,["1542057314.7","3586.7"],"ohlc-5","XBT/USD"]`, `[42,[["1542057314.7"],["3586.7"]],"trade","XBT/USD"]`, `[]`},
		{`[42,["1542057314.7","3586.7"],"ohlc-5","XBT/USD"]`, `[42,["1542057314.8","3586.9"],"ohlc-5","ETH/USD"]`, `"null`},
		{`{"x":true,"p":1}`, `{"x":null,"p":12}`, `7`}, {`{"p":"1542057314.7","b":"X"}`, `{"p":null,"b":"Y"}`, `2`}, {`{"a":null,"p":12}`, `{"a":true,"p":1}`, `false`},
		{`{"a":[{"b":[{"p":1,"k":2},{"p":2}]},{"b":[]}]}`, `{"a":[{"b":[{"p":1},{"p":2,"k":3}]},{"b":{}}]}`, `true`},
		{`{"a":[1,{"p":1}]}`, `{"a":{"p":1,"b":null}}`, `null`}, {`{"a":[[],{}]}`, `{"a":[]}`, `{}`}, {`[null,1]`, `[[],1]`, `"x"`}, {`{"a":1}`, `1`, `[`},
	} {
		f.Add([]byte(seed[0]), []byte(seed[1]), []byte(seed[2]), uint16(len(seed[0])/2), uint8(1))
	}
	f.Fuzz(func(t *testing.T, first, second, with []byte, place uint16, cut uint8) {
		at := int(place) % (len(first) + 1)
		third := slices.Concat(first[:at], with, first[min(at+int(cut), len(first)):])
		one := message.NewReader(bound)
		var lent message.Memory
		for i, text := range [][]byte{first, second, first, third, second, first, second, second, third, first, third, second, first} {
			if i%6 == 5 {
				one.Borrow(&lent)
			}
			alone := message.NewReader(bound)
			one.Document().Read(text)
			alone.Document().Read(text)
			for n := range one.Rules() {
				r, a := &one.Rules()[n], &alone.Rules()[n]
				if got, want := one.Matches(r), alone.Matches(a); got != want {
					t.Fatalf("rule %d matches %q after others: %t, and alone: %t", n, text, got, want)
				}
				got, ok, whole := one.Records(r)
				want, wantOK, wantWhole := alone.Records(a)
				if ok != wantOK || whole != wantWhole || !slices.Equal(got, want) {
					t.Fatalf("rule %d finds %v, %t, %t in %q after others, and %v, %t, %t alone", n, got, ok, whole, text, want, wantOK, wantWhole)
				}
				for _, record := range got {
					if got, want := read(one, r, record), read(alone, a, record); got != want {
						t.Fatalf("rule %d reads %s in %q after others, and %s alone", n, got, text, want)
					}
				}
			}
			if i%6 == 5 {
				one.Return(&lent)
			}
		}
	})
}

// read returns what a rule reads of a record.
func read(r *message.Reader, rule *message.Rule, record message.Ref) string {
	text := fmt.Sprintf("label %q", r.Label(rule, record, nil))
	if rule.Time != nil {
		ns, ok := r.Time(rule, record, 0)
		text += fmt.Sprintf(" time %d %t", ns, ok)
	}
	if rule.OHLC != nil {
		c, ok := r.Candle(rule, record)
		text += fmt.Sprintf(" candle %q %+v %t", r.CandleKey(rule, record), c, ok)
	}
	var b event.Batch
	r.Numbers(&b, rule, record, 0, 1)
	return text + fmt.Sprintf(" points %+v ends %+v", b.Points, b.Ends)
}

// TestRecordsOfAShapeAreThoseOfEachMessage also where two kinds of messages come by turns.
func TestRecordsOfAShapeAreThoseOfEachMessage(t *testing.T) {
	bound := bind(t, `presets: {x: {url: "ws://127.0.0.1:1", events: [{match: {a: "*"}, each: a, value: p}]}}`)
	r := message.NewReader(bound)
	for i := range 20 {
		text, want := []byte(`{"a":[{"p":1},{"p":2}],"b":0}`), 2
		if i%3 == 1 {
			text, want = []byte(`{"b":[{"p":1}],"a":{"p":20}}`), 1
		}
		text = bytes.ReplaceAll(text, []byte("1"), []byte{'1' + byte(i%9)})
		r.Document().Read(text)
		if records, ok, _ := r.Records(&r.Rules()[0]); !ok || len(records) != want {
			t.Errorf("%s has the records %v, want %d", text, records, want)
		}
	}
}

// TestNothingIsPlottedOfWhatIsNoJSON which has no value at all.
func TestNothingIsPlottedOfWhatIsNoJSON(t *testing.T) {
	bound := bind(t, `presets: {x: {url: "ws://127.0.0.1:1"}}`)
	r := message.NewReader(bound)
	if _, err := r.Plot("p", "", ""); err != nil {
		t.Fatal(err)
	}
	r.Document().Read([]byte("pong"))
	var b event.Batch
	if r.Plotted(&b, &r.Plots()[0], 0, 1); len(b.Points) > 0 {
		t.Errorf("points %+v", b.Points)
	}
}
