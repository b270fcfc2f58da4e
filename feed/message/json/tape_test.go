package json_test

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sockeye/feed/message/json"
)

// decode builds what encoding/json would have built, from the tape alone.
func decode(t *json.Tape, r json.Ref) any {
	switch t.Kind(r) {
	case json.Null:
		return nil
	case json.True:
		return true
	case json.False:
		return false
	case json.Number:
		return stdjson.Number(t.Text(r))
	case json.String:
		return strings.ToValidUTF8(string(t.Text(r)), "\uFFFD")
	case json.List:
		list := []any{}
		for e := t.First(r); e != json.Nothing; e = t.Next(r, e) {
			list = append(list, decode(t, e))
		}
		return list
	}
	object := map[string]any{}
	for v := t.First(r); v != json.Nothing; v = t.Next(r, v) {
		object[string(t.Text(v-1))] = decode(t, v)
	}
	return object
}

func FuzzScanAgreesWithEncodingJSON(f *testing.F) {
	for _, seed := range []string{
		`[42,["1542057314.748456","1542057360.435743","3586.70000","3586.70000"],"ohlc-5","XBT/USD"]`,
		`{"event":"heartbeat"}`, ` { "a" : [ ] , "b" : { } , "c" : [ { } , [ ] , null , true , false ] } `,
		`"\u00e9\ud83d\ude00\ud800\n\"\\\/"`, `-0.5e+10`, `01`, `[1,]`, `{"a":1,"a":2}`, `nul`, "\"\x01\"", `[1 2]`, `{"a" 1}`, `1e`, `-`, `"`, `[`, `{"a":`, ``, ` `, `]`, `{"a":1}}`,
	} {
		f.Add([]byte(seed))
	}
	var t json.Tape
	f.Fuzz(func(ft *testing.T, text []byte) {
		err := t.Scan(text)
		if bytes.Contains(text, []byte("NaN")) || bytes.Contains(text, []byte("Infinity")) {
			return // no JSON, but read all the same
		}
		if errors.Is(err, json.ErrDepth) || errors.Is(err, json.ErrTooMany) {
			return
		}
		decoder := stdjson.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		var want any
		jsonErr := decoder.Decode(&want)
		if valid := stdjson.Valid(text); valid != (err == nil) {
			ft.Fatalf("Scan(%q) = %v, encoding/json says valid: %t (%v)", text, err, valid, jsonErr)
		}
		if err != nil || !utf8.Valid(text) {
			return // encoding/json replaces invalid UTF-8 rune by rune, the tape passes it on
		}
		if got := decode(&t, t.Root()); !reflect.DeepEqual(got, want) {
			ft.Fatalf("Scan(%q)\n got %#v\nwant %#v", text, got, want)
		}
	})
}

func TestValuesAreFoundByNameAndIndex(t *testing.T) {
	var tp json.Tape
	scan := func(text string) json.Ref {
		if err := tp.Scan([]byte(text)); err != nil {
			t.Fatalf("Scan(%s): %v", text, err)
		}
		return tp.Root()
	}
	is := func(r json.Ref, want string) {
		t.Helper()
		if got := string(tp.Raw(r)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	root := scan(`[42,["a","b"],"ohlc-5","XBT/USD"]`)
	is(tp.Index(root, 0), `42`)
	is(tp.Index(root, -1), `"XBT/USD"`)
	is(tp.Index(root, -2), `"ohlc-5"`)
	is(tp.Index(tp.Index(root, 1), 1), `"b"`)
	is(tp.Index(tp.Index(root, 1), -2), `"a"`)
	for _, i := range []int{4, -5, 1 << 40} {
		if r := tp.Index(root, i); r != json.Nothing {
			t.Errorf("Index(%d) = %v, want Nothing", i, r)
		}
	}
	root = scan(`{"a":{"x":[1,{"y":2}]},"b\n":3,"a":4}`)
	is(tp.Field(root, "a"), `4`)
	is(tp.Field(root, "b\n"), `3`)
	if r := tp.Field(root, "c"); r != json.Nothing || tp.Kind(r) != json.None || tp.Len(r) != 0 || tp.Text(r) != nil || tp.Raw(r) != nil {
		t.Errorf("an absent member is not Nothing")
	}
	if tp.Len(root) != 3 {
		t.Errorf("Len = %d, want 3 members", tp.Len(root))
	}
}

// FuzzAnotherOfAShape reads messages in turn with one tape, and each with a tape of its own: what a tape knows of earlier
// messages changes nothing. The third message is the first one, of which some bytes at a place are replaced by others.
func FuzzAnotherOfAShape(f *testing.F) {
	exchanges, err := filepath.Glob("../../testdata/exchanges/*.txt")
	if err != nil || len(exchanges) == 0 {
		f.Fatalf("%d exchanges, %v", len(exchanges), err)
	}
	for _, name := range exchanges {
		exchange, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		var before []byte
		for line := range bytes.Lines(exchange) {
			if message, received := bytes.CutPrefix(bytes.TrimSuffix(line, []byte("\n")), []byte("< ")); received {
				f.Add(message, before, []byte("7"), uint16(len(message)*2/3), uint8(1))
				before = message
			}
		}
	}
	for _, seed := range [][2]string{
		{`[42,["1542057314.7","3586.7"],"ohlc-5","XBT/USD"]`, `[42,["1542057315.25","3587"],"ohlc-5","ETH/USD"]`},
		{`[42,["1542057314.7","3586.7"],"ohlc-5","XBT/USD"]`, `[73,["1542057315.8","3586.9"],"ohlc-5","ETH/USD"]`},
		{`{"aaaa":1,"b":"x","c":true}`, `{"aaaa":-2.5e3,"b":"","c":null}`}, {`{"a":1,"bbbb":"x"}`, `{"a":01,"bbbb":""}`}, {`{"aaaa":11,"b":"x"}`, `{"aaaa":01,"b":"x"}`},
		{`{"aaaa":-11.5e-7}`, `{"aaaa":-01.5e-7}`}, {`{"aaaa":-11.5e-7}`, `{"aaaa":-11.5e+7}`}, {`{"aaaa":"xy"}`, `{"aaaa":"\""}`}, {`{"aaaa":"xy"}`, `{"aaaa":"\n"}`},
		{`{"aaaa":1}`, `{"aaaa":e}`}, {`{"aaaa":"x"}`, `{"aaaa":"x`}, {`{"aaaa":"x"}`, "{\"aaaa\":\"\x01\"}"}, {`{"aaaa":"xyz"}`, `{"aaaa":"x"z}`}, {`{"aaaa":"x"}`, `{"a":"x","b":"y"}`},
		{`[1]`, `[12]`}, {`[1]`, `[1,2]`}, {`[[],{},[1]]`, `[[],{},[22] ]`}, {`"a"`, `"b"`}, {`1`, `2`}, {`1`, `1 `}, {`[true,false]`, `[null,NaN]`}, {`[true]`, `[truex]`},
		{`[true]`, `[1]`}, {`{"name":"a"}`, `{"nane":"a"}`}, {`[]`, `[]`}, {` [ 1 , "a" ] `, ` [ 2 , "b" ] `}, {`["\u00e4","b"]`, `["\u00e4","c"]`}, {`{"\u00e4":1}`, `{"\u00e4":2}`},
	} {
		f.Add([]byte(seed[0]), []byte(seed[1]), []byte("0"), uint16(len(seed[0])/2), uint8(1))
	}
	f.Fuzz(func(t *testing.T, first, second, with []byte, place uint16, cut uint8) {
		at := int(place) % (len(first) + 1)
		third := slices.Concat(first[:at], with, first[min(at+int(cut), len(first)):])
		var one json.Tape
		names := []string{"", "a", "no such member"}
		for _, text := range [][]byte{first, first, third, first, second, third, second, second, third, third, first} {
			var alone json.Tape
			err, want := one.Scan(text), alone.Scan(text)
			if (err == nil) != (want == nil) {
				t.Fatalf("%q is %v after %q, and %v alone", text, err, first, want)
			}
			if err != nil {
				continue
			}
			if one.Values() != alone.Values() {
				t.Fatalf("%q has %d values after %q, want %d", text, one.Values(), first, alone.Values())
			}
			for r := range json.Ref(alone.Values()) {
				if one.Kind(r) != alone.Kind(r) || one.Len(r) != alone.Len(r) || !bytes.Equal(one.Text(r), alone.Text(r)) {
					t.Fatalf("value %d of %q is another one after %q", r, text, first)
				}
				if text := string(alone.Text(r)); len(names) < 40 && !slices.Contains(names, text) {
					names = append(names, text) // of members, among others
				}
			}
			for r := range json.Ref(min(alone.Values(), 40)) {
				for _, name := range names {
					if got, want := one.Field(r, name), alone.Field(r, name); got != want {
						t.Fatalf("%q of value %d of %q is value %d after %q, want %d", name, r, text, got, first, want)
					}
				}
			}
			if got, want := decode(&one, 0), decode(&alone, 0); !reflect.DeepEqual(got, want) {
				t.Fatalf("%q after %q: %#v, want %#v", text, first, got, want)
			}
			for r := one.Root(); r != json.Nothing; r = one.First(r) {
				if !bytes.Equal(one.Raw(r), alone.Raw(r)) {
					t.Fatalf("%q after %q holds %q, want %q", text, first, one.Raw(r), alone.Raw(r))
				}
			}
		}
	})
}

func TestAMemberIsFoundWhereItsMessageHasIt(t *testing.T) {
	var tp json.Tape
	for turn := range 40 {
		for first := range 9 { // more shapes than a tape knows
			var names []string
			for i := range 9 {
				names = append(names, fmt.Sprintf(`"m%d":%d`, (first+i)%9, (first+i)%9+10+turn))
			}
			text := []byte("{" + strings.Join(names, ",") + "}")
			for range 1 + first%3 {
				if err := tp.Scan(text); err != nil {
					t.Fatal(err)
				}
				for n := range 9 {
					if got, want := string(tp.Text(tp.Field(tp.Root(), fmt.Sprint("m", n)))), fmt.Sprint(n+10+turn); got != want {
						t.Fatalf("m%d of %s is %s, want %s", n, text, got, want)
					}
				}
				if r := tp.Field(tp.Root(), "m9"); r != json.Nothing {
					t.Fatalf("m9 of %s is value %d", text, r)
				}
			}
		}
	}
}

func TestNotANumberIsNull(t *testing.T) {
	var tp json.Tape
	if err := tp.Scan([]byte(`{"a":NaN,"b":[Infinity,-Infinity ,1],"c":2}`)); err != nil {
		t.Fatal(err)
	}
	root := tp.Root()
	list := tp.Field(root, "b")
	for _, r := range []json.Ref{tp.Field(root, "a"), tp.Index(list, 0), tp.Index(list, 1)} {
		if tp.Kind(r) != json.Null {
			t.Errorf("%s is of kind %d", tp.Raw(r), tp.Kind(r))
		}
	}
	if got := string(tp.Text(tp.Index(list, 2))) + string(tp.Text(tp.Field(root, "c"))); got != "12" {
		t.Errorf("the rest of the message reads %s", got)
	}
	for _, text := range []string{`NaNa`, `[Nan]`, `[nan]`, `[Inf]`, `[+Infinity]`, `[-NaN]`, `[--Infinity]`, `{NaN:1}`, `[Infinit`} {
		if tp.Scan([]byte(text)) == nil {
			t.Errorf("%s is accepted", text)
		}
	}
}

func TestDepthAndNumberOfValuesAreBounded(t *testing.T) {
	var tp json.Tape
	if err := tp.Scan([]byte(strings.Repeat("[", 5000))); !errors.Is(err, json.ErrDepth) {
		t.Errorf("deep nesting: %v", err)
	}
	if err := tp.Scan([]byte("[" + strings.Repeat("1,", 1<<20) + "1]")); !errors.Is(err, json.ErrTooMany) {
		t.Errorf("too many values: %v", err)
	}
	if tp.Root() != json.Nothing {
		t.Errorf("a failed scan leaves a root")
	}
}

var kraken = []byte(`[42,["1542057314.748456","1542057360.435743","3586.70000","3586.70000","3586.60000","3586.60000","3586.68894","0.03373000",2],"ohlc-5","XBT/USD"]`)

// BenchmarkScanAnother is a message of a shape that is known; BenchmarkScan those of more shapes than a tape
// knows.
func BenchmarkScanAnother(b *testing.B) {
	var tp json.Tape
	b.SetBytes(int64(len(kraken)))
	b.ReportAllocs()
	for b.Loop() {
		if err := tp.Scan(kraken); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	var tp json.Tape
	var shapes [][]byte // more than a tape knows
	for i := range 16 {
		shapes = append(shapes, append(bytes.Repeat([]byte(" "), i), kraken...))
	}
	b.SetBytes(int64(len(kraken)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := tp.Scan(shapes[i%len(shapes)]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUnmarshal is what the scan is measured against.
func BenchmarkUnmarshal(b *testing.B) {
	b.SetBytes(int64(len(kraken)))
	b.ReportAllocs()
	for b.Loop() {
		var v any
		if err := stdjson.Unmarshal(kraken, &v); err != nil {
			b.Fatal(err)
		}
	}
}
