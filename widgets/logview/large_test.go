package logview

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/pattern"
)

// highlighted are the texts that the search has marked in a view, those that touch as one.
func highlighted(m *Model) (found []string) {
	begin, end, _ := strings.Cut(m.th.Match.Render("x"), "x")
	view := strings.ReplaceAll(m.View(), end+begin, "")
	for part := range strings.SplitSeq(view[strings.Index(view, "\n"):], begin) {
		if text, _, ok := strings.Cut(part, "\x1b["); ok {
			found = append(found, text)
		}
	}
	return found[1:]
}

// Wherever an entry is scrolled to, what is marked there is what the search finds in the whole of it.
func TestHighlightIsThatOfTheWholeText(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	letters := []string{"a", "b", "c", "0", "1", " ", "世", "é"}
	for _, expression := range []string{"a", "a|bc", "0", `\d+`, "^a", "[abc]+$", "^.", "b.c", "世.", `(?m)^b|c$`, "[^ ]+"} {
		h := &history{}
		var text strings.Builder
		for range 4000 {
			text.WriteString(letters[r.IntN(len(letters))])
		}
		h.append(Event, "A", text.String())
		h.append(Notice, "", "")
		m := model(h, 62, 6)
		must(t, m.SetSearch(expression))
		line := "A " + text.String()
		column := make([]int, len(line)+1) // of the character that begins at a byte, with that of the text as 0
		for i, cells := 0, -2; i < len(line); {
			column[i] = cells
			_, size := utf8.DecodeRuneInString(line[i:])
			cells += ansi.StringWidth(line[i : i+size])
			i += size
			column[i] = cells
		}
		found := regexp.MustCompile(pattern.SmartCase(expression)).FindAllStringIndex(line, -1)
		left := 0 // how many columns are to the left of the window
		for _, skip := range []int{0, 16, 480, 1600, 3200, 4160} {
			for ; left < skip; left += sideways {
				m.Do(Right)
			}
			shown := ansi.Strip(strings.Split(m.View(), "\n")[1])
			space := len([]rune(shown)) // no less than the cells
			var want strings.Builder
			for _, at := range found {
				from, to := column[at[0]]-skip, column[at[1]]-skip
				if to > 0 && from < space {
					want.WriteString(line[at[0]:at[1]])
				}
			}
			for _, got := range highlighted(&m) {
				if got = strings.TrimSpace(strings.TrimSuffix(got, "…")); got != "A" && !strings.Contains(want.String(), got) {
					t.Errorf("%s from column %d: %q is marked, of %q", expression, skip, got, want.String())
				}
			}
			if len(highlighted(&m)) == 0 && len(want.String()) > 4*space/5 {
				t.Errorf("%s from column %d: nothing is marked, of %q", expression, skip, want.String())
			}
		}
	}
}

// What is too long to be searched or filtered as a whole is said to be.
func TestTitleSaysWhatWasNotSearched(t *testing.T) {
	h := &history{}
	for range 3 {
		h.append(Event, "A", strings.Repeat("x", MaxText)+"needle")
	}
	h.append(Event, "A", "a needle")
	h.entries = append(h.entries, Entry{Number: h.End(), Label: "A", Text: []byte("the beginning"), Size: 1 << 24})
	m := model(h, 120, 12)
	must(t, m.SetSearch("needle"))
	work(t, &m, 5000)
	if got := title(&m); !strings.Contains(got, "searched the first 15B of 4 entries") {
		t.Errorf("title %q", got)
	}
	h.entries = h.entries[:4]
	m.SetEntries(h)
	work(t, &m, 5000)
	if got := title(&m); !strings.Contains(got, "/needle 1/1  searched the first 256KiB of 3 entries") {
		t.Errorf("title %q", got)
	}
	must(t, m.SetSearch(`[a-z]{60}need`)) // would take a tenth of a second for each
	work(t, &m, 5000)
	if got := title(&m); !strings.Contains(got, "searched the first") || m.search.hits.least >= MaxText/2 {
		t.Errorf("title %q, %d bytes", got, m.search.hits.least)
	}
	must(t, m.SetSearch("x")) // is found without the rest
	work(t, &m, 5000)
	if got := title(&m); strings.Contains(got, "entries") {
		t.Errorf("title %q", got)
	}
	must(t, m.SetSearch(""))
	must(t, m.AddFilter("needle", true))
	work(t, &m, 5000)
	if got := title(&m); !strings.Contains(got, "filtered by the first 256KiB of 3 entries") {
		t.Errorf("title %q", got)
	}
	h.evict(2)
	m.Refresh()
	if got := title(&m); !strings.Contains(got, "filtered by the first 256KiB of 1 entry") {
		t.Errorf("title %q", got)
	}
	m.ClearFilters()
	if got := title(&m); strings.Contains(got, "entry") {
		t.Errorf("title %q", got)
	}
}

// An expression that takes long counts for more, so that a slice of the work is as short.
func TestSlowExpressionsCostMore(t *testing.T) {
	scanned := func(expression string) int {
		h := &history{}
		for range 1000 {
			h.append(Event, "A", strings.Repeat("x", 4*costly))
		}
		m := model(h, 80, 12)
		must(t, m.AddFilter(expression, true))
		h.fetched = 0
		m.Work(500)
		return h.fetched
	}
	if plain, slow := scanned("needle"), scanned("[a-z]{60}y"); plain < 90 || slow*20 > plain {
		t.Errorf("in one slice %d texts were scanned for a plain text, %d for an expression of 60 steps", plain, slow)
	}
}

// BenchmarkLarge draws 30 entries of 16 KiB, at several scrolls, with several searches and with lines that wrap, and moves
// by a key and back.
func BenchmarkLarge(b *testing.B) {
	texts := map[string]string{
		"json":  `{"p":"3586.70000","q":10023,"side":"buy","s":"XBT/USD"},`,
		"kanji": "世界の価格は、高いか低いか。",
		"emoji": "👨‍👩‍👧 ❤️ é e\u0301 ",
	}
	for _, name := range []string{"json", "kanji", "emoji"} {
		h := &history{}
		for range 200 {
			h.append(Event, "XBT/USD", strings.Repeat(texts[name], 16<<10/len(texts[name])))
		}
		for _, search := range []string{"", "0", `\d+`, ".", "^.*z", `[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}`, `.{0,190}foo`} {
			for _, skip := range []int{0, farthest / 2, farthest} {
				b.Run(fmt.Sprintf("%s/%s/%d", name, search, skip), func(b *testing.B) {
					m := model(h, 120, 32)
					must(b, m.SetSearch(search))
					m.format.skip = skip
					for b.Loop() {
						m.Redraw()
						m.View()
					}
				})
			}
		}
		b.Run(name+"/new entries", func(b *testing.B) {
			m := model(h, 120, 32)
			must(b, m.SetSearch("."))
			m.format.skip = farthest
			for b.Loop() {
				m.format.places.reset()
				m.Redraw()
				m.View()
			}
		})
		for _, key := range []struct{ name, keys string }{{"updown", "kj"}, {"wrap", "ww"}, {"leftright", "lh"}} {
			for _, wrap := range []bool{false, true} {
				b.Run(fmt.Sprintf("%s/%s/%v", name, key.name, wrap), func(b *testing.B) {
					m := model(h, 120, 32)
					must(b, m.SetSearch("0"))
					m.format.wrap = wrap
					m.Goto(100)
					m.View()
					for b.Loop() {
						for _, k := range key.keys {
							typed(&m, string(k))
							m.View()
						}
					}
				})
			}
		}
	}
}

// BenchmarkSlice is one slice of a search in entries of 3 MiB, with expressions that take long.
func BenchmarkSlice(b *testing.B) {
	h := &history{}
	text := strings.Repeat(`{"p":"3586.70000","q":10023,"side":"buy","s":"XBT/USD"},`, 3<<20/57)
	for range 20 {
		h.append(Event, "XBT/USD", text)
	}
	for _, search := range []string{"needle", `\d+z`, ".*.*.*#", `[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}`, `.{0,190}foo`} {
		b.Run(search, func(b *testing.B) {
			m := model(h, 120, 32)
			must(b, m.SetSearch(search))
			for b.Loop() {
				if !m.Work(5000) {
					must(b, m.SetSearch(search))
				}
			}
		})
	}
}
