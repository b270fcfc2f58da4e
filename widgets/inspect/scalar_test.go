package inspect

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/theme"
)

func TestValueAndLiteral(t *testing.T) {
	for raw, want := range map[string]string{
		`61240.20`: "61240.20", `123456789012345678901234567890`: "123456789012345678901234567890", `-1.5e3`: "-1.5e3", `"61240.20"`: "61240.20",
		`true`: "true", `null`: "null", `""`: "", `NaN`: "NaN", `-Infinity`: "-Infinity", `"caf\u00e9\n\u001b"`: "café\n\x1b",
	} {
		m := inspector(40, 5, raw, "")
		if text, ok := m.Value(); !ok || text != want {
			t.Errorf("%s has the value %q, %v; want %q", raw, text, ok, want)
		}
		if text, ok := m.Literal(); !ok || text != strings.Trim(raw, `"`) {
			t.Errorf("%s is written %q, %v", raw, text, ok)
		}
	}
	m := inspector(40, 5, "[1]", "")
	if text, ok := m.Value(); ok {
		t.Errorf("a list has the value %q", text)
	}
	if text, ok := m.Literal(); ok {
		t.Errorf("a list is written %q", text)
	}
}

// TestNumberIsReadByTheCaller: what is a number is for the preset language to say.
func TestNumberIsReadByTheCaller(t *testing.T) {
	m := inspector(40, 5, `"on"`, "")
	m.ReadNumber = func(text []byte) (float64, bool) { return 1, string(text) == "on" }
	if v, ok := m.Number(); v != 1 || !ok {
		t.Errorf("on is %v, %v", v, ok)
	}
	m.ReadNumber = nil
	if _, ok := m.Number(); ok {
		t.Error("a number that nothing has read")
	}
}

// TestNaNIsShownAmongTheOthers: a message with NaN in it is shown as a tree like any other.
func TestNaNIsShownAmongTheOthers(t *testing.T) {
	m := inspector(60, 12, `{"v":61,"vwap":NaN,"top":[Infinity,-Infinity],"text":"NaN \" Infinity"}`, "")
	view := ansi.Strip(m.View())
	for _, want := range []string{"NaN", "-Infinity", `NaN " Infinity`, "61"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %s in\n%s", want, view)
		}
	}
	if strings.Contains(view, "raw") || strings.Contains(view, "0.0") {
		t.Errorf("not as it came:\n%s", view)
	}
}

func TestBeginningOfALiteral(t *testing.T) {
	for _, unit := range []string{"x", `\n`, `\u001b`, `\ud83d\ude00`, `\\`, "日"} {
		for before := range 13 {
			literal := strings.Repeat("-", before) + strings.Repeat(unit, 4000)
			whole := unquote([]byte(literal))
			got := beginning([]byte(literal), 20)
			if len(got) < 20 || len(got) >= len(whole) {
				t.Errorf("%d bytes and many %s: %d of %d bytes", before, unit, len(got), len(whole))
			}
			// The last rune may be half a rune.
			if got := strings.TrimRight(strings.ToValidUTF8(string(got), ""), "\uFFFD"); !strings.HasPrefix(string(whole), got) {
				t.Errorf("%d bytes and many %s: %q is not its beginning", before, unit, got)
			}
		}
	}
}

func TestParseTimeReadsWhatHasTheFormOfATime(t *testing.T) {
	at := func(ns int) string { return time.Date(2026, 11, 21, 14, 3, 21, ns, time.UTC).Format(time.RFC3339Nano) }
	for _, test := range []struct{ name, value, want string }{
		{"x", "2026-11-21T14:03:21.894Z", at(894e6)},
		{"x", "2026-11-21T15:03:21+01:00", at(0)},
		{"x", "2026-11-21", "-"},
		{"time", "1795269801", at(0)},
		{"time", "1795269801.894", at(894e6)},
		{"time", "1795269801.8941234567", at(894123456)},
		{"ts", "1795269801894", at(894e6)},
		{"eventTime", "1795269801894.5", at(894500e3)},
		{"created_at", "1795269801894001", at(894001e3)},
		{"updatedAt", "1795269801894001002", at(894001002)},
		{"trade date", "1795269801", at(0)},
		{"timestamp_ms", "1795269801894", at(894e6)},
		{"datetime", "1795269801", at(0)},
		{"rate", "1795269801", "-"},
		{"lastUpdateId", "1795269801", "-"},
		{"status", "1795269801", "-"},
		{"time", "600000000", "-"},
		{"time", "4102444800", "-"},
		{"time", "17952698018940010021", "-"},
		{"time", "1795269801.x", "-"},
		{"time", "1795269801.-5", "-"},
		{"time", "-1795269801", "-"},
		{"time", "", "-"},
		{"time", "1.7e9", "2023-11-14T22:13:20Z"},
		{"", "1795269801", "-"},
	} {
		got, m := "-", newModel(theme.Default())
		if at, ok := m.parseTime(test.name, test.value); ok {
			got = at.UTC().Format(time.RFC3339Nano)
		}
		if got != test.want {
			t.Errorf("%s: %s is the time %s, want %s", test.name, test.value, got, test.want)
		}
	}
}

func TestTheTimeOfTheMessageIsKnownWithoutAName(t *testing.T) {
	m := inspector(80, 12, `["1795269801.894000","1795269801.500"]`, "")
	view := m.View()
	if n := strings.Count(view, "14:03:21.894 (lag 37ms)"); n != 1 {
		t.Errorf("the time and the lag are shown %d times\n%s", n, view)
	}
	if strings.Contains(view, "14:03:21.500") {
		t.Errorf("another number is shown as a time\n%s", view)
	}
}
