package logview

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sockeye/widgets/golden"
)

// naive is what the widget should show, worked out from all entries every time.
type naive struct {
	h        *history
	includes []*regexp.Regexp
	excludes []*regexp.Regexp
	search   *regexp.Regexp
}

func naiveLine(entry Entry) string {
	return strings.TrimPrefix(entry.Label+" "+string(entry.Text), " ")
}

// shown are the numbers of the kept entries that the filters let pass.
func (v *naive) shown() (numbers []uint64) {
entries:
	for _, entry := range v.h.entries {
		if entry.Kind < Notice {
			for _, re := range v.includes {
				if !re.MatchString(naiveLine(entry)) {
					continue entries
				}
			}
			for _, re := range v.excludes {
				if re.MatchString(naiveLine(entry)) {
					continue entries
				}
			}
		}
		numbers = append(numbers, entry.Number)
	}
	return numbers
}

// all are the numbers of the kept entries.
func (v *naive) all() (numbers []uint64) {
	for _, entry := range v.h.entries {
		numbers = append(numbers, entry.Number)
	}
	return numbers
}

// found are those of some entries that the search finds.
func (v *naive) found(numbers []uint64) (hits []uint64) {
	for _, n := range numbers {
		if v.search != nil && v.search.MatchString(naiveLine(v.h.entries[n-v.h.first])) {
			hits = append(hits, n)
		}
	}
	return hits
}

var entryNumber = regexp.MustCompile(`#(\d+)#`)

// numbers are the entries in the window, and how many blanks are before them.
func numbers(t *testing.T, m *Model) (entries []uint64, lost int) {
	t.Helper()
	for line := range strings.SplitSeq(inside(m), "\n") {
		switch found := entryNumber.FindStringSubmatch(line); {
		case found != nil:
			n, err := strconv.ParseUint(found[1], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			entries = append(entries, n)
		case strings.Contains(line, " lost"):
			if entries != nil {
				t.Fatalf("a blank after an entry:\n%s", inside(m))
			}
			lost++
		}
	}
	return entries, lost
}

func (h *history) mixture(r *rand.Rand, n int) {
	labels := []string{"BTC/USD", "ETH/USD", "SOL/USD", ""}
	for range n {
		kind := []Kind{Event, Event, Event, Event, Event, Control, Unmatched, Sent, Notice, Gap, Trouble, Alert}[r.IntN(12)]
		h.append(kind, labels[r.IntN(len(labels))], fmt.Sprintf("#%d# value %d", h.End(), r.IntN(50)))
	}
}

// work lets the widget finish.
func work(t *testing.T, m *Model, budget int) {
	t.Helper()
	for range 100_000 {
		if !m.Work(budget) {
			return
		}
	}
	t.Fatal("the work does not end")
}

// Appends, evictions, filters, searches and keys, at random, and after each the
// widget shows what it should.
func TestShowsWhatANaiveModelShows(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			walk(t, rand.New(rand.NewPCG(seed, 7)))
		})
	}
}

func walk(t *testing.T, r *rand.Rand) {
	h := &history{first: 5000}
	h.mixture(r, 200)
	m := model(h, 100, 14)
	v := &naive{h: h}
	expressions := []string{"btc", "BTC", "usd", "value 1", `value \d$`, "eth|sol", "[13579]#", "no such thing"}
	compiled := func(text string) *regexp.Regexp {
		if text != strings.ToLower(text) {
			return regexp.MustCompile(text)
		}
		return regexp.MustCompile("(?i)" + text)
	}
	steps := []struct {
		name string
		do   func()
	}{
		{"append", func() { h.mixture(r, r.IntN(40)); m.Refresh() }},
		{"append more than is scanned at once", func() {
			if r.IntN(5) == 0 {
				h.mixture(r, arrivals+r.IntN(500))
				m.Refresh()
			}
		}},
		{"evict", func() { h.evict(r.IntN(len(h.entries)/2 + 1)); m.Refresh() }},
		{"evict all", func() {
			if r.IntN(5) == 0 {
				h.evict(len(h.entries))
				m.Refresh()
			}
		}},
		{"evict a few", func() { h.evict(min(len(h.entries), r.IntN(6))); m.Refresh() }},
		{"replace", func() {
			h.mixture(r, r.IntN(300))
			h.evict(len(h.entries) - min(len(h.entries), r.IntN(200)))
			m.Refresh()
		}},
		{"filter", func() {
			if len(v.includes)+len(v.excludes) > 2 {
				m.ClearFilters()
				v.includes, v.excludes = nil, nil
				return
			}
			text, exclude := expressions[r.IntN(len(expressions))], r.IntN(2) == 0
			if err := m.AddFilter(text, exclude); err != nil {
				t.Fatal(err)
			}
			if exclude {
				v.excludes = append(v.excludes, compiled(text))
			} else {
				v.includes = append(v.includes, compiled(text))
			}
		}},
		{"no filter", func() { m.ClearFilters(); v.includes, v.excludes = nil, nil }},
		{"search", func() {
			text := expressions[r.IntN(len(expressions))]
			if err := m.SetSearch(text); err != nil {
				t.Fatal(err)
			}
			v.search = compiled(text)
		}},
		{"no search", func() {
			if err := m.SetSearch(""); err != nil {
				t.Fatal(err)
			}
			v.search = nil
		}},
		{"next hit", func() { m.Do(NextHit) }}, {"previous hit", func() { m.Do(PrevHit) }}, {"next event", func() { m.Do(NextEvent) }}, {"previous event", func() { m.Do(PrevEvent) }},
		{"mark", func() { m.Do(ToggleMark) }}, {"next mark", func() { m.Do(NextMark) }}, {"context", func() { m.Do(ToggleContext) }},
		{"up", func() { m.Up(r.IntN(5)) }}, {"down", func() { m.Down(r.IntN(5)) }},
		{"page up", func() { m.Do(PageUp) }}, {"page down", func() { m.Do(PageDown) }}, {"half up", func() { m.Do(HalfUp) }}, {"half down", func() { m.Do(HalfDown) }},
		{"top", func() { m.Do(Top) }}, {"live", m.Resume}, {"stop", m.Pin},
		{"goto", func() { m.Goto(h.First() + r.Uint64N(uint64(len(h.entries))+2)) }},
		{"time", func() { m.Do(CycleTime) }}, {"resize", func() { m.SetSize(60+r.IntN(60), 4+r.IntN(16)) }},
	}
	var last []string
	for range 250 {
		step := steps[r.IntN(len(steps))]
		last = append(last, step.name)
		step.do()
		if r.IntN(3) == 0 {
			m.Work(r.IntN(600)) // half done is a state like any other
			golden.CheckSize(t, m.View(), m.width, m.height)
			for _, hole := range m.search.hits.todo {
				if m.filters.active() && m.filters.passing.todo.Touch(hole.From, hole.To) {
					t.Fatalf("after %s: entries to search %v that are to be filtered first %v", step.name, m.search.hits.todo, m.filters.passing.todo)
				}
			}
			continue
		}
		work(t, &m, 1+r.IntN(1000))
		if err := v.check(t, &m); err != nil {
			t.Fatalf("after %s: %v\n%s", strings.Join(last[max(0, len(last)-8):], ", "), err, m.View())
		}
	}
}

// clone returns a widget that can be moved without the other, once there is no work left.
func clone(m *Model) Model {
	c := New(m.th)
	c.SetSize(m.width, m.height)
	c.SetFocused(m.focused)
	c.log.entries, c.log.first, c.log.end = m.log.entries, m.log.first, m.log.end
	c.filters.list, c.filters.passing, c.filters.suspended = m.filters.list, m.filters.passing, m.filters.suspended
	c.search.pattern, c.search.hits = m.search.pattern, m.search.hits
	window := c.window
	shown, lines := window.shown, window.lines
	*window = *m.window
	window.log, window.shown, window.lines = c.log, shown, lines
	return c
}

// check compares the widget, which has no work left, with the model.
func (v *naive) check(t *testing.T, m *Model) error {
	golden.CheckSize(t, m.View(), m.width, m.height)
	shown := v.all()
	if !m.filters.suspended {
		shown = v.shown()
	}
	if got, want := m.Hidden(), len(v.h.entries)-len(shown); got != want {
		return fmt.Errorf("%d hidden, want %d", got, want)
	}
	hits := v.found(shown)
	if got := m.search.hits.found.Size(); got != len(hits) {
		return fmt.Errorf("%d hits, want %d", got, len(hits))
	}
	entries, lost := numbers(t, m)
	selected, ok := m.Selected()
	reachable := slices.DeleteFunc(slices.Clone(shown), func(n uint64) bool { return n >= m.window.bottom() })
	if ok != (len(reachable) > 0) {
		return fmt.Errorf("selected %d, %v, of %d entries", selected, ok, len(reachable))
	}
	if !ok {
		if len(entries) > 0 {
			return fmt.Errorf("entries %v, none selected", entries)
		}
		return nil
	}
	at := slices.Index(reachable, entries[0])
	if at < 0 || at+len(entries) > len(reachable) || !slices.Equal(reachable[at:at+len(entries)], entries) {
		return fmt.Errorf("the window has entries %v of %v", entries, reachable)
	}
	if !slices.Contains(entries, selected) {
		return fmt.Errorf("selected %d is not among %v", selected, entries)
	}
	if lost+len(entries) < m.window.page() && (lost > 0 && at+len(entries) < len(reachable) || lost == 0 && len(entries) < len(reachable)) {
		return fmt.Errorf("%d entries in a window of %d, there are %d", len(entries), m.window.page(), len(reachable))
	}
	if m.Live() && entries[len(entries)-1] != shown[len(shown)-1] {
		return fmt.Errorf("live at %d, the last is %d", entries[len(entries)-1], shown[len(shown)-1])
	}
	if !m.Live() {
		fresh := len(shown) - len(reachable)
		if want := fmt.Sprintf("+%d new", fresh); m.width > 80 && fresh > 0 && fresh < 1000 && !strings.Contains(title(m), want) {
			return fmt.Errorf("title %q, want %s", title(m), want)
		}
	}
	return v.checkSteps(t, *m, shown, hits, selected)
}

// checkSteps presses, on a copy, keys that go to an entry.
func (v *naive) checkSteps(t *testing.T, m Model, shown, hits []uint64, from uint64) error {
	events := slices.DeleteFunc(slices.Clone(shown), func(n uint64) bool { return v.h.entries[n-v.h.first].Kind <= Notice })
	for _, test := range []struct {
		name    string
		key     func(*Model)
		entries []uint64
		down    bool
		wraps   bool
	}{
		{"next hit", func(m *Model) { m.Do(NextHit) }, hits, true, true}, {"previous hit", func(m *Model) { m.Do(PrevHit) }, hits, false, true},
		{"next event", func(m *Model) { m.Do(NextEvent) }, events, true, false}, {"previous event", func(m *Model) { m.Do(PrevEvent) }, events, false, false},
		{"down", func(m *Model) { m.Down(1) }, shown, true, false}, {"up", func(m *Model) { m.Up(1) }, shown, false, false},
	} {
		want := from
		i, at := slices.BinarySearch(test.entries, from)
		switch {
		case test.down && at && i+1 < len(test.entries):
			want = test.entries[i+1]
		case test.down && !at && i < len(test.entries):
			want = test.entries[i]
		case !test.down && i > 0:
			want = test.entries[i-1]
		case test.wraps && len(test.entries) > 0 && test.down:
			want = test.entries[0]
		case test.wraps && len(test.entries) > 0:
			want = test.entries[len(test.entries)-1]
		}
		c := clone(&m)
		if test.name == "down" && c.Live() {
			continue
		}
		test.key(&c)
		work(t, &c, 700)
		if got, ok := c.Selected(); !ok || got != want {
			return fmt.Errorf("%s from %d: %d (%v), want %d", test.name, from, got, ok, want)
		}
		if entries, _ := numbers(t, &c); !slices.Contains(entries, want) {
			return fmt.Errorf("%s from %d: %d is not among %v", test.name, from, want, entries)
		}
	}
	return nil
}

// Entries of a stopped log stay where they are, with filters as without.
func TestFilteredEntriesOfAStoppedLogDoNotMove(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for range 40 {
		h := &history{}
		h.mixture(r, 300)
		m := model(h, 100, 14)
		if err := m.AddFilter("value 1", r.IntN(2) == 0); err != nil {
			t.Fatal(err)
		}
		work(t, &m, 100)
		m.Up(1 + r.IntN(30))
		before, _ := numbers(t, &m)
		for range 30 {
			h.mixture(r, r.IntN(20))
			h.evict(min(len(h.entries), r.IntN(25)))
			m.Refresh()
			after, lost := numbers(t, &m)
			if len(after) == 0 || after[0] > before[len(before)-1] || h.first > before[len(before)-1] {
				break // the window has moved on, as it should
			}
			if lost+len(after) != len(before) || !slices.Equal(before[lost:], after) {
				t.Fatalf("%v, %d lost; were %v", after, lost, before)
			}
		}
	}
}
