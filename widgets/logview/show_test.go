package logview

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sockeye/widgets/golden"
)

func TestTimeColumnCycles(t *testing.T) {
	h := &history{}
	h.events(5)
	h.entries[3].Time = start.Add(-time.Hour)
	m := model(h, 80, 7)
	for _, test := range []struct{ word, want string }{
		{"LOG ──", " 14:03:21.993 "}, {"time: feed", " 13:03:21.882 "}, {"time: delta", "       +0.037 "}, {"LOG ──", " 14:03:21.993 "},
	} {
		if got := inside(&m); !strings.Contains(title(&m), test.word) || !strings.Contains(got, test.want) {
			t.Errorf("title %q, want %s, and %s:\n%s", title(&m), test.word, test.want, got)
		}
		typed(&m, "t")
	}
	for want, d := range map[string]time.Duration{
		"+0.000": 0, "-0.003": -3 * time.Millisecond, "+59.9s": 0, "+1m": 100 * time.Second, "+99.999": 0, "+3d": 80 * time.Hour,
	} {
		if d == 0 && want != "+0.000" {
			continue
		}
		if got := elapsed(d, len(shortClock)); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}

func TestTitleCountsWhatTheFiltersShow(t *testing.T) {
	h := &history{}
	h.events(100)
	m := model(h, 80, 12)
	must(t, m.AddFilter("9}", false))
	work(t, &m, 1000)
	m.Pin() // entries 9, 19 ... 99
	h.events(50)
	h.evict(30)
	m.Refresh()
	if got := title(&m); !strings.Contains(got, "+5 new") || !strings.Contains(got, "3 lost") {
		t.Errorf("title %q counts what the filter shows", got)
	}
}

func TestWrappedEntriesAreReadWhole(t *testing.T) {
	h := &history{}
	for i := range 30 {
		h.append(Event, "BTC/USD", fmt.Sprintf("#%d# ", i)+strings.Repeat("0123456789 ", (i%7+1)*4))
	}
	m := model(h, 80, 12)
	typed(&m, "w")
	if got := strings.Split(inside(&m), "\n"); !strings.Contains(got[9], "0123456789") || strings.Contains(got[9], "#29#") ||
		!strings.Contains(inside(&m), "#29#") || !strings.HasPrefix(got[9], "│"+strings.Repeat(" ", 24)) {
		t.Errorf("the last entry is not wrapped under its text, at the bottom:\n%s", strings.Join(got, "\n"))
	}
	// Every entry is read on the way up and on the way down.
	seen := map[uint64]bool{}
	for range 60 {
		entries, _ := numbers(t, &m)
		for _, n := range entries {
			seen[n] = true
		}
		m.Do(PageUp)
	}
	if n, _ := m.Selected(); len(seen) != 30 || n != 0 {
		t.Errorf("%d entries of 30 on the way up, on %d", len(seen), n)
	}
	clear(seen)
	for range 60 {
		entries, _ := numbers(t, &m)
		for _, n := range entries {
			seen[n] = true
		}
		m.Do(PageDown)
	}
	if n, _ := m.Selected(); len(seen) != 30 || n != 29 {
		t.Errorf("%d entries of 30 on the way down, on %d", len(seen), n)
	}
	// No entry takes more than the window.
	h.append(Event, "BTC/USD", strings.Repeat("世界", 5000))
	m.Refresh()
	m.Resume()
	for height := range 15 {
		for width := range 60 {
			m.SetSize(width, height)
			golden.CheckSize(t, m.View(), width, height)
		}
	}
	typed(&m, "w")
	m.SetSize(80, 12)
	if got := inside(&m); !strings.Contains(got, "…") {
		t.Errorf("not cut again:\n%s", got)
	}
}

func TestTitleLeavesOutWhatDoesNotFit(t *testing.T) {
	h := &history{}
	h.events(50)
	m := model(h, 200, 9)
	must(t, m.AddFilter("xbt|this is a long expression", false))
	must(t, m.AddFilter("heartbeat", true))
	must(t, m.SetSearch("1}"))
	work(t, &m, 100)
	m.Do(CycleTime)
	m.Up(1)
	h.events(20)
	m.Refresh()
	wide := title(&m)
	for _, want := range []string{"LOG  at #48  +20 new  G live  & xbt|this is a long expr…  !heartbeat  /1} 7  time: feed"} {
		if !strings.Contains(wide, want) {
			t.Errorf("title %q, want %s", wide, want)
		}
	}
	for width := 200; width > 8; width-- {
		m.SetSize(width, 9)
		got := title(&m)
		if width >= 35 && (!strings.Contains(got, "at #48") || !strings.Contains(got, "+20 new")) {
			t.Errorf("%d: %s", width, got)
		}
	}
}

// However entries are wrapped, filtered and evicted, the selected one is to be seen.
func TestSelectedEntryIsAlwaysVisible(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 11))
	h := &history{first: 1000}
	m := model(h, 60, 10)
	long := func() {
		for range r.IntN(12) {
			h.append(Kind(r.IntN(7)), "BTC/USD", fmt.Sprintf("#%d# ", h.End())+strings.Repeat("01234 世界 ", r.IntN(40)*r.IntN(3)))
		}
		m.Refresh()
	}
	steps := []struct {
		name string
		do   func()
	}{
		{"append", long}, {"append", long},
		{"evict", func() { h.evict(r.IntN(min(len(h.entries), 12) + 1)); m.Refresh() }},
		{"wrap", func() { m.Do(ToggleWrap) }},
		{"filter", func() { must(t, m.AddFilter("[0-4]#", false)); work(t, &m, 100) }},
		{"no filter", m.ClearFilters}, {"context", func() { m.Do(ToggleContext) }},
		{"up", func() { m.Up(r.IntN(5)) }}, {"down", func() { m.Down(r.IntN(5)) }},
		{"page up", func() { m.Do(PageUp) }}, {"page down", func() { m.Do(PageDown) }}, {"half up", func() { m.Do(HalfUp) }}, {"half down", func() { m.Do(HalfDown) }},
		{"top", func() { m.Do(Top) }}, {"live", m.Resume}, {"stop", m.Pin},
		{"goto", func() { m.Goto(h.First() + r.Uint64N(uint64(len(h.entries))+2)) }},
		{"resize", func() { m.SetSize(50+r.IntN(60), 3+r.IntN(16)) }},
	}
	for range 1500 {
		step := steps[r.IntN(len(steps))]
		step.do()
		view := m.View()
		golden.CheckSize(t, view, m.width, m.height)
		n, ok := m.Selected()
		if sign := lineWith(t, view, "▸"); ok != (sign != "") || ok && !strings.Contains(sign, fmt.Sprintf("#%d", n)) && m.width > 55 {
			t.Fatalf("after %s: %d is selected (%v), the sign is on %q:\n%s", step.name, n, ok, sign, view)
		}
	}
}
