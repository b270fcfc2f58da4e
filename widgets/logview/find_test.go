package logview

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// keys are the keys that tests write actions with.
var keys = map[rune]Action{
	'k': LineUp, 'j': LineDown, 'g': Top, 'G': Bottom, 'h': Left, 'l': Right, ' ': StopOrPage, 'n': NextHit, 'N': PrevHit, '\\': ToggleContext,
	'm': ToggleMark, '\'': NextMark, 'e': NextEvent, 'E': PrevEvent, 't': CycleTime, 'w': ToggleWrap, 'r': ToggleRaw,
}

func typed(m *Model, actions string) {
	for _, r := range actions {
		m.Do(keys[r])
	}
}

func TestFilterFillsTheScreenFirst(t *testing.T) {
	h := &history{}
	h.events(50_000)
	m := model(h, 80, 12)
	must(t, m.AddFilter(`\d0}`, false))
	if got := inside(&m); !strings.Contains(got, "filtering…") {
		t.Errorf("not said that it is filtering:\n%s", got)
	}
	h.fetched = 0
	if !m.Work(200) || h.fetched > 200 {
		t.Errorf("%d entries scanned of 200 allowed, or no more to do", h.fetched)
	}
	if got := inside(&m); !strings.Contains(got, `{"n":49990}`) || !strings.Contains(got, `{"n":49900}`) {
		t.Errorf("the newest are not there:\n%s", got)
	}
	if got := title(&m); !strings.Contains(got, `& \d0}`) || !strings.Contains(got, "filtering…") || !strings.Contains(got, "hidden 180") {
		t.Errorf("title %q", got)
	}
	work(t, &m, 10_000)
	if m.Work(0) || m.Hidden() != 45_001 { // 0 has one digit only
		t.Errorf("%d hidden, want 45,001", m.Hidden())
	}
	// Many may arrive at once.
	h.events(100_000)
	h.fetched = 0
	m.Refresh()
	if h.fetched > arrivals {
		t.Errorf("%d entries scanned in one Refresh", h.fetched)
	}
	if got := inside(&m); !strings.Contains(got, `{"n":149990}`) || !m.Work(0) {
		t.Errorf("the newest are not there:\n%s", got)
	}
	// In a stopped log it is what is around the cursor that fills the screen.
	m.Goto(25_000)
	m.ClearFilters()
	must(t, m.AddFilter(`\d0}`, false))
	m.Work(200)
	if got := inside(&m); !strings.Contains(got, `{"n":25000}`) || !strings.Contains(got, `{"n":24910}`) {
		t.Errorf("what is around entry 25,000 is not there:\n%s", got)
	}
	m.Resume()
	m.ClearFilters()
	if got := inside(&m); m.Hidden() != 0 || !strings.Contains(got, `{"n":149999}`) || m.Work(0) {
		t.Errorf("%d hidden:\n%s", m.Hidden(), got)
	}
}

func TestLongTextsCostMore(t *testing.T) {
	h := &history{}
	for range 100 {
		h.append(Event, "A", strings.Repeat("x", 10*costly))
	}
	m := model(h, 80, 12)
	must(t, m.AddFilter("y", true))
	h.fetched = 0
	m.Work(100)
	if h.fetched > 10 {
		t.Errorf("%d texts of %d bytes scanned for a budget of 100", h.fetched, 10*costly)
	}
	work(t, &m, 100)
	if h.fetched != 100 || m.Hidden() != 0 || m.filters.passing.found.Size() != 100 {
		t.Errorf("%d texts scanned, %d found, of 100", h.fetched, m.filters.passing.found.Size())
	}
}

func TestFiltersCombine(t *testing.T) {
	h := sketch()
	m := model(h, 100, 20)
	must(t, m.AddFilter("xbt|eth", false))
	must(t, m.AddFilter("subscribe", true))
	must(t, m.AddFilter("subscribe", true))
	if err := m.AddFilter("a(", false); err == nil || !strings.Contains(err.Error(), "filter: missing closing )") {
		t.Errorf("error %v", err)
	}
	if got, want := m.Filters(), []string{"xbt|eth", "!subscribe"}; !slices.Equal(got, want) {
		t.Errorf("filters %q, want %q", got, want)
	}
	work(t, &m, 100)
	got := inside(&m)
	for _, want := range []string{"connected to", "GAP", "disconnected", "rejected", "XBT/USD"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is hidden:\n%s", want, got)
		}
	}
	for _, hidden := range []string{"subscribe", "hello", "世界␛", "systemStatus"} {
		if strings.Contains(got, hidden) {
			t.Errorf("%s is shown:\n%s", hidden, got)
		}
	}
	// Another log is filtered too.
	other := &history{}
	other.events(30)
	other.append(Event, "SOL/USD", "{}")
	m.SetEntries(other)
	work(t, &m, 100)
	if m.Hidden() != 1 || !m.Live() {
		t.Errorf("%d hidden, want 1", m.Hidden())
	}
}

// cursorOn returns the line of the window with the cursor, which has to be on a
// given entry.
func cursorOn(t *testing.T, m *Model, n uint64) int {
	t.Helper()
	for i, line := range strings.Split(inside(m), "\n") {
		if strings.Contains(line, "▸") && strings.Contains(line, fmt.Sprintf(`{"n":%d}`, n)) {
			return i
		}
	}
	t.Fatalf("not on entry %d:\n%s", n, inside(m))
	return 0
}

func TestFilterLeavesTheEntryInItsPlace(t *testing.T) {
	h := &history{}
	h.events(1000)
	m := model(h, 100, 14)
	m.Goto(550)
	if line := cursorOn(t, &m, 550); line != 6 {
		t.Errorf("on line %d, want the middle", line)
	}
	m.Up(14)
	m.Down(4)
	place := cursorOn(t, &m, 540)
	must(t, m.AddFilter("0}", false))
	for m.Work(25) {
		m.View()
	}
	if line := cursorOn(t, &m, 540); line != place {
		t.Errorf("on line %d, was on %d", line, place)
	}
	// Where there are too few entries above, that is where the entry is from then on.
	must(t, m.AddFilter("5[1-9]0}", false))
	work(t, &m, 25)
	if line := cursorOn(t, &m, 540); line != 3 {
		t.Errorf("on line %d, want the fourth of 510, 520, 530, 540", line)
	}
	m.Do(ToggleContext)
	if line := cursorOn(t, &m, 540); line != 3 {
		t.Errorf("on line %d, was on 3", line)
	}
}

func TestContextShowsTheEntryAmongTheHidden(t *testing.T) {
	h := &history{}
	h.events(1000)
	m := model(h, 100, 14)
	m.Do(ToggleContext)
	if !m.Live() || !strings.Contains(title(&m), "no filter") {
		t.Errorf("title %q, live %v", title(&m), m.Live())
	}
	must(t, m.AddFilter("0}", false))
	work(t, &m, 100)
	m.Up(4)
	line := func() int { return cursorOn(t, &m, 950) }
	filtered, place := inside(&m), line()
	typed(&m, `\`)
	if got := inside(&m); line() != place || !strings.Contains(got, `{"n":949}`) || !strings.Contains(got, `{"n":951}`) || m.Hidden() != 0 {
		t.Errorf("on line %d, was on %d:\n%s", line(), place, got)
	}
	if got := title(&m); !strings.Contains(got, "unfiltered") {
		t.Errorf("title %q", got)
	}
	typed(&m, `\`)
	if got := inside(&m); got != filtered {
		t.Errorf("got\n%s\nwas\n%s", got, filtered)
	}
	typed(&m, `\`)
	m.Resume()
	if got := inside(&m); !strings.Contains(got, `{"n":990}`) || strings.Contains(got, `{"n":999}`) {
		t.Errorf("live, and not filtered again:\n%s", got)
	}
}

func TestSearchCountsAndWraps(t *testing.T) {
	h := &history{}
	h.events(5000)
	m := model(h, 100, 14)
	typed(&m, "n")
	if got := title(&m); !strings.Contains(got, "no search") || !m.Live() {
		t.Errorf("title %q", got)
	}
	must(t, m.SetSearch("77}"))
	if got := title(&m); !strings.Contains(got, "/77} 0…") {
		t.Errorf("title %q", got)
	}
	typed(&m, "N") // nothing has been searched yet
	if got := title(&m); !strings.Contains(got, "searching…") {
		t.Errorf("title %q", got)
	}
	work(t, &m, 50)
	step := func(keys string, cursor uint64, words ...string) {
		t.Helper()
		typed(&m, keys)
		if n, _ := m.Selected(); n != cursor {
			t.Errorf("on %d, want %d", n, cursor)
		}
		for _, want := range words {
			if got := title(&m); !strings.Contains(got, want) {
				t.Errorf("title %q, want %s", got, want)
			}
		}
	}
	step("", 4977, "/77} 50/50 ")
	step("N", 4877, "49/50 ")
	step("n", 4977, "50/50 ")
	step("n", 77, "1/50 ", "on from the first hit")
	step("N", 4977, "50/50 ", "on from the last hit")
	step("k", 4976, "/77} 50 ")
	must(t, m.SetSearch("nowhere"))
	work(t, &m, 5000)
	step("n", 4976, "not found", "/nowhere 0 ")
	if err := m.SetSearch("["); err == nil || m.Search() != "nowhere" {
		t.Errorf("error %v, search %q", err, m.Search())
	}
	must(t, m.SetSearch(""))
	if got := title(&m); strings.Contains(got, "nowhere") || m.Search() != "" {
		t.Errorf("title %q", got)
	}
}

// A hit that was not visited yet is not passed over for one further on.
func TestNextHitWaitsForTheSearch(t *testing.T) {
	h := &history{}
	h.events(4000)
	m := model(h, 100, 14)
	m.Do(Top)
	must(t, m.SetSearch("(77|3990)}"))
	m.Resume()
	m.Work(200) // has seen the newest: 3990, 3977 and 3877
	m.Do(Top)
	typed(&m, "n")
	if n, _ := m.Selected(); n != 0 {
		t.Errorf("on %d already", n)
	}
	work(t, &m, 100)
	if n, _ := m.Selected(); n != 77 {
		t.Errorf("on %d, want 77", n)
	}
}

func TestFoundTextIsHighlighted(t *testing.T) {
	for _, test := range []struct {
		name, search, label, text string
		right                     int
		want                      []string
	}{
		{"text", "58", "A", "[58,58]", 0, []string{"58", "58"}},
		{"case", "b", "A", "ab-B", 0, []string{"b", "B"}},
		{"label and text", "usd x", "BTC/USD", "xyz", 0, []string{"USD", "x"}},
		{"wide", "界", "A", "世界世界", 0, []string{"界", "界"}},
		{"shown control", "␛", "A", "a\x1b[31m", 0, []string{"␛"}},
		{"beyond the cut", "end", "A", strings.Repeat("x", 300) + "end", 0, nil},
		{"half cut", "x+end", "A", strings.Repeat("x", 300) + "end", 0, []string{strings.Repeat("x", 40)}},
		{"sideways", "9a", "A", strings.Repeat("0123456789abcdef", 12), 1, []string{"9a", "9a"}},
		{"nothing", "x*", "A", "yyy", 0, nil},
		{"a long label", "PET", "1INCH/USDT-PERPETUAL", "PET", 0, []string{"PET"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := &history{}
			h.append(Event, test.label, test.text)
			h.append(Event, "", "-")
			m := model(h, 62, 6)
			must(t, m.SetSearch(test.search))
			for range test.right {
				m.Do(Right)
			}
			view := m.View()
			golden.CheckSize(t, view, 62, 6)
			begin, _, _ := strings.Cut(m.th.Match.Render("x"), "x")
			if begin == "" {
				t.Fatal("what was found has the style of all else")
			}
			var got []string
			body := view[strings.Index(view, "\n"):]
			for part := range strings.SplitSeq(body, begin) {
				if text, _, ok := strings.Cut(part, "\x1b["); ok {
					got = append(got, text)
				}
			}
			got = got[1:]
			if test.name == "half cut" && len(got) == 1 && strings.HasPrefix(got[0], test.want[0][:20]) {
				return
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("highlighted %q, want %q:\n%s", got, test.want, ansi.Strip(view))
			}
		})
	}
}

func TestKeysGoToMarksAndEvents(t *testing.T) {
	h := &history{}
	h.events(100)
	h.append(Alert, "", "an alert")
	h.events(5000)
	h.append(Trouble, "", "a disconnect")
	h.events(100)
	m := model(h, 100, 14)
	step := func(keys string, cursor uint64, words string) {
		t.Helper()
		typed(&m, keys)
		work(t, &m, 100)
		if n, _ := m.Selected(); n != cursor || !strings.Contains(title(&m), words) {
			t.Errorf("%s: on %d, title %q; want %d, %s", keys, n, title(&m), cursor, words)
		}
	}
	step("'", 5201, "no mark")
	if !m.Live() {
		t.Error("nowhere to go, yet the log is stopped")
	}
	step("E", 5101, "at #5101")
	step("E", 100, "at #100")
	step("m", 100, "")
	step("E", 100, "no earlier gap, trouble or alert")
	step("kkm", 98, "")
	if got := inside(&m); !strings.Contains(got, "◈") || !strings.Contains(got, "◆") {
		t.Errorf("no signs:\n%s", got)
	}
	step("e", 100, "")
	step("e", 5101, "")
	step("e", 5101, "no later gap, trouble or alert")
	step("'", 98, "on from the first mark")
	step("'", 100, "")
	step("m'", 98, "")
	must(t, m.AddFilter("nothing", false))
	work(t, &m, 5000)
	step("'", 100, "no mark") // the filters hide it
	h.evict(99)
	m.Refresh()
	m.ClearFilters()
	step("'", 100, "no mark")
}
