package message_test

import (
	"bytes"
	"slices"
	"testing"

	"sockeye/feed/message"
	"sockeye/feed/preset"
)

// FuzzRecordsOfAShape reads messages in turn with one reader, and each with a reader of its own: what a reader knows of the records
// of earlier messages changes nothing, whatever memory it borrows. The third message is the first one, of which some bytes at a
// place are replaced by others.
func FuzzRecordsOfAShape(f *testing.F) {
	presets, err := preset.Parse("test.yaml", []byte(`
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
`))
	if err != nil {
		f.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][3]string{
		{`[42,["1542057314.7","3586.7"],"ohlc-5","XBT/USD"]`, `[42,[["1542057314.7"],["3586.7"]],"trade","XBT/USD"]`, `[]`},
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
		for i, text := range [][]byte{first, second, second, third, first, second, first, third, third, second, first} {
			if i%4 == 2 {
				one.Borrow(&lent)
			}
			alone := message.NewReader(bound)
			one.Document().Read(text)
			alone.Document().Read(text)
			for n := range one.Rules() {
				got, ok, whole := one.Records(&one.Rules()[n])
				want, wantOK, wantWhole := alone.Records(&alone.Rules()[n])
				if ok != wantOK || whole != wantWhole || !slices.Equal(got, want) {
					t.Fatalf("rule %d finds %v, %t, %t in %q after others, and %v, %t, %t alone", n, got, ok, whole, text, want, wantOK, wantWhole)
				}
			}
			if i%4 == 2 {
				one.Return(&lent)
			}
		}
	})
}

// TestRecordsOfAShapeAreThoseOfEachMessage also where two kinds of messages come by turns.
func TestRecordsOfAShapeAreThoseOfEachMessage(t *testing.T) {
	presets, err := preset.Parse("test.yaml", []byte(`presets: {x: {url: "ws://127.0.0.1:1", events: [{match: {a: "*"}, each: a, value: p}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
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
