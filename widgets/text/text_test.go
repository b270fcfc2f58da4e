package text

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestSanitizeLines(t *testing.T) {
	if got, want := SanitizeLines("one\x1b[2J\r\n\ttwo\n"), "one␛[2J␍\n␉two\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSanitize(t *testing.T) {
	zalgo := "e" + strings.Repeat("\u0301", 6)
	for _, test := range []struct {
		name, raw string
		cells     int
		want      string
	}{
		{"plain", "XBT/USD", 7, "XBT/USD"},
		{"cut", "XBT/USD", 6, "XBT/U…"},
		{"one cell", "XBT/USD", 1, "…"},
		{"one cell is enough", "X", 1, "X"},
		{"no cells", "XBT", 0, ""},
		{"negative", "XBT", -3, ""},
		{"empty", "", 5, ""},
		{"control characters are shown, not interpreted", "\x1b[31ma\nb\tc\x00\x07\r\x7f", 40, "␛[31ma␊b␉c␀␇␍␡"},
		{"C1 controls", "a\u009b31mb\u0085", 40, "a·31mb·"},
		{"bidi controls", "a\u202eb\u2066c\u200f", 40, "a·b·c·"},
		{"zero width", "a\u200bb\ufeffc\u2060", 40, "a·b·c·"},
		{"line and paragraph separators", "a\u2028b\u2029", 40, "a·b·"},
		{"private and unassigned", "a\ue000b\U000f0000c\u0378", 40, "a·b·c·"},
		{"invisible fillers", "a\u3164b\u115fc\uffa0d\u034f", 40, "a·b·c·d·"},
		{"tags", "a\U000e0041\U000e0042", 40, "a··"},
		{"hidden bytes in variation selectors", "a\U000e0101\ufe01", 40, "a··"},
		{"not UTF-8", "a\xffb\xc3(\xe2\x82", 40, "a�b�(��"},
		{"surrogate and overlong", "\xed\xa0\x80\xc0\xaf", 40, "�����"},
		{"the rune for malformed text itself", "a\ufffdb", 40, "a\ufffdb"},
		{"wide", "世界", 4, "世界"},
		{"wide, cut", "世界人", 5, "世界…"},
		{"wide, cut inside a rune", "世界人", 4, "世…"},
		{"wide, no space for one", "世界", 1, "…"},
		{"accents", "e\u0301a\u0308\u0304", 2, "e\u0301a\u0308\u0304"},
		{"accents, cut", "xe\u0301e\u0301e\u0301", 3, "xe\u0301…"},
		{"marks are capped", zalgo, 40, "e\u0301\u0301····"},
		{"a mark without a base", "\u0301a", 40, "·a"},
		{"a mark after a control", "\n\u0301a", 40, "␊·a"},
		{"flags", "🇩🇪🇫🇷", 4, "🇩🇪🇫🇷"},
		{"flags, cut", "x🇩🇪🇫🇷", 3, "x…"},
		{"half a flag", "🇩x", 40, "·x"},
		{"emoji", "😀🚀", 4, "😀🚀"},
		{"emoji by selector", "❤\ufe0fx", 40, "❤ x"},
		{"skin tone", "👍🏽x", 40, "👍·x"},
		{"family", "👨\u200d👩\u200d👧", 40, "👨·👩·👧"},
		{"Hangul, composed", "한국어", 6, "한국어"},
		{"Hangul, decomposed", "\u1112\u1161\u11ab", 40, "\u1112·\u11ab"},
		{"Devanagari where both counts agree", "क्", 40, "क्"},
		{"Devanagari where they do not", "हि", 40, "ह·"},
		{"a rune that swallows the next one", "\u0d4ea", 40, "·a"},
		{"Cyrillic, Greek, Arabic, Hebrew", "Цена Τιμή سعر מחיר", 40, "Цена Τιμή سعر מחיר"},
		{"spaces of other widths", "a\u00a0b\u2003c", 40, "a\u00a0b\u2003c"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Sanitize(test.raw, test.cells); got != test.want {
				t.Errorf("Sanitize(%q, %d) = %q, want %q", test.raw, test.cells, got, test.want)
			}
		})
	}
}

func TestASCIIText(t *testing.T) {
	for _, test := range []struct {
		raw         string
		skip, cells int
		want        string
	}{
		{"XBT/USD", 0, 7, "XBT/USD"},
		{"XBT/USD", 0, 6, "XBT/U>"},
		{"\x1b[31ma\nb\tc\x00\r\x7f\b\f", 0, 60, `\u001b[31ma\nb\tc\u0000\r\u007f\b\f`},
		{"é世😀", 0, 60, `\u00e9\u4e16\u{1f600}`},
		{"a\xffb\xc3(", 0, 60, `a\xffb\xc3(`},
		{"\ufffd", 0, 60, `\ufffd`},
		{"a\u202eb\u0301\U0010ffff", 0, 60, `a\u202eb\u0301\u{10ffff}`},
		{"aé", 0, 7, `a\u00e9`},
		{"aéb", 0, 8, `a\u00e9b`},
		{"aéb", 0, 7, `a>`},
		{"aé", 0, 4, `a>`},
		{"é", 0, 1, `>`},
		{"aéb", 3, 9, `    b`},
		{"aéb", 3, 4, `>`},
		{"aéb", 7, 9, `b`},
		{"é", 0, 0, ``},
	} {
		got, width, cut := ASCII.AppendText([]byte("|"), []byte(test.raw), test.skip, test.cells)
		if string(got) != "|"+test.want || width != len(test.want) {
			t.Errorf("%q from %d on in %d cells is %q of %d cells, want %q", test.raw, test.skip, test.cells, got, width, "|"+test.want)
		}
		whole, _, _ := ASCII.AppendText(nil, []byte(test.raw), test.skip, 1000)
		if cut != (string(whole) != test.want) {
			t.Errorf("%q from %d on in %d cells: cut is %v", test.raw, test.skip, test.cells, cut)
		}
	}
}

func TestAppendTextSkips(t *testing.T) {
	for _, test := range []struct {
		raw         string
		skip, cells int
		want        string
	}{
		{"0123456789", 0, 4, "012…"},
		{"0123456789", 3, 4, "345…"},
		{"0123456789", 6, 4, "6789"},
		{"0123456789", 9, 4, "9"},
		{"0123456789", 10, 4, ""},
		{"0123456789", 1 << 62, 4, ""},
		{"0123456789", -5, 4, "012…"},
		{"a世界b", 1, 5, "世界b"},
		{"a世界b", 2, 4, " 界b"},
		{"a世界b", 2, 1, "…"},
		{"\x1b[31m", 1, 9, "[31m"},
		{"e\u0301\u0301\u0301x", 1, 9, "·x"},
	} {
		got, width, _ := Braille.AppendText([]byte("│"), []byte(test.raw), test.skip, test.cells)
		if string(got) != "│"+test.want {
			t.Errorf("AppendText(%q, skip %d, cells %d) = %q, want %q", test.raw, test.skip, test.cells, got, "│"+test.want)
		}
		if want := ansi.StringWidth(test.want); width != want {
			t.Errorf("AppendText(%q, skip %d, cells %d): width %d, want %d", test.raw, test.skip, test.cells, width, want)
		}
	}
}

// The cost follows the cells: of a message of any size only the head is read, and
// common text allocates nothing.
func TestAppendTextDoesNotReadItAll(t *testing.T) {
	for name, unit := range map[string]string{
		"letters": "a", "wide": "世", "marks": "\u0301", "malformed": "\xff", "joiners": "\u200d", "families": "👨\u200d👩\u200d👧",
	} {
		t.Run(name, func(t *testing.T) {
			raw := []byte(strings.Repeat(unit, 1<<20/len(unit)))
			dst := make([]byte, 0, 4096)
			long, _, _ := Braille.AppendText(dst, raw, 7, 80)
			short, _, _ := Braille.AppendText(nil, raw[:maxBytes(7, 80)], 7, 80)
			if !bytes.Equal(long, short) {
				t.Errorf("%q of 1 MiB differs from what its head gives, %q", long, short)
			}
			allocs := testing.AllocsPerRun(10, func() { Braille.AppendText(dst[:0], raw, 7, 80) })
			if most := 10 * float64(80+7); allocs > most {
				t.Errorf("%v allocations for 87 cells", allocs)
			}
			if common := name == "letters" || name == "wide" || name == "malformed"; common && allocs > 0 {
				t.Errorf("%v allocations, want none", allocs)
			}
		})
	}
}

// The short cut for common scripts must not let anything through that the long
// way would not.
func TestCommonWidth(t *testing.T) {
	common := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		width := commonWidth(r)
		if width == 0 {
			continue
		}
		common++
		if got, ok := stableWidth([]byte(string(r))); !ok || got != width || !printable(r, utf8.RuneLen(r)) {
			t.Errorf("%U %c: width %d, want %d (stableWidth: %v, printable: %v)", r, r, width, got, ok, printable(r, utf8.RuneLen(r)))
		}
		for _, next := range "a\u0416世한ア" {
			if pair := string(r) + string(next); ansi.StringWidth(pair) != width+ansi.StringWidth(string(next)) {
				t.Errorf("%U joins %c", r, next)
			}
		}
	}
	if common == 0 {
		t.Error("no rune is common")
	}
}

var printableASCII = func() string {
	var b strings.Builder
	for r := ' '; r <= '~'; r++ {
		b.WriteRune(r)
	}
	return b.String()
}()

func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"", "plain", "\x1b[2J\x1b]0;title\x07", "a\u202eb\u200bc\ufeff", "e\u0301\u0301\u0301\u0301", "世界😀🇩🇪🇩", "👨\u200d👩\u200d👧👍🏽❤\ufe0f1\ufe0f\u20e3",
		"हिन्दी क्षत्रिय ทำ ｶﾞ", "\u1112\u1161\u11ab\u1161", "\u0d4ea\u0600b", "\xff\xc3\xe2\x82\xf0\x9f", "\u2028\u2029\u0085\u009b", "\U000e0041\ufe01\U0001f3fb", "\u0915\u094d\u0301\u0937",
	} {
		f.Add([]byte(seed), 0, 20)
		f.Add([]byte(seed), 2, 3)
	}
	f.Fuzz(func(t *testing.T, raw []byte, skip, cells int) {
		skip, cells = skip%200, cells%200
		got, width, cut := Braille.AppendText(nil, raw, skip, cells)
		text := string(got)
		if !utf8.ValidString(text) {
			t.Fatalf("%q is not UTF-8", text)
		}
		for _, r := range text {
			if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) {
				t.Fatalf("%q holds %U", text, r)
			}
		}
		if width > max(cells, 0) {
			t.Fatalf("%q takes %d cells of %d", text, width, cells)
		}
		// However the terminal counts, and whatever stands on either side.
		for _, around := range []string{"", "x", " ", "│", "世"} {
			line := around + text + around
			more := 2 * ansi.StringWidth(around)
			if got := ansi.StringWidth(line); got != width+more {
				t.Fatalf("%q takes %d cells counted in clusters, want %d", line, got, width+more)
			}
			if got := ansi.StringWidthWc(line); got != width+more {
				t.Fatalf("%q takes %d cells counted in runes, want %d", line, got, width+more)
			}
		}
		if whole, _, _ := Braille.AppendText(nil, raw, skip, 1<<20); !cut != (string(whole) == text) && cells > 0 {
			t.Fatalf("%q of %q, and cut is %v", text, whole, cut)
		}
		if again := Sanitize(text, cells); again != text {
			t.Fatalf("sanitised again, %q becomes %q", text, again)
		}
		escaped, width, _ := ASCII.AppendText(nil, raw, skip, cells)
		if len(escaped) != width || width > max(cells, 0) || strings.Trim(string(escaped), printableASCII) != "" {
			t.Fatalf("%q takes %d cells of %d", escaped, width, cells)
		}
		if skip == 0 {
			if s := Sanitize(string(raw), cells); s != text {
				t.Fatalf("Text gives %q, AppendText %q", s, text)
			}
		}
	})
}

func BenchmarkAppendText(b *testing.B) {
	for name, raw := range map[string]string{
		"json":     `[42,["1542057314.748456","1542057360.435743","3586.70000","3586.70000","3586.60000","3586.60000","3586.68894","0.03373000",2],"ohlc-5","XBT/USD"]`,
		"chinese":  strings.Repeat("价格为六万一千二百四十。", 20),
		"cyrillic": strings.Repeat("Цена выросла на треть. ", 20),
		"binary":   strings.Repeat("\x00\x01\xff\xfe\x80", 100),
	} {
		b.Run(name, func(b *testing.B) {
			dst := make([]byte, 0, 4096)
			text := []byte(raw)
			b.ReportAllocs()
			for b.Loop() {
				Braille.AppendText(dst[:0], text, 0, 90)
			}
		})
	}
}
