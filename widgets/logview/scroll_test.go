package logview

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
)

// inside is what stands between the borders, without the title.
func inside(m *Model) string {
	lines := strings.Split(ansi.Strip(m.View()), "\n")
	return strings.Join(lines[1:len(lines)-1], "\n")
}

func title(m *Model) string {
	top, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
	return top
}

func TestEntriesOfAStoppedLogDoNotMove(t *testing.T) {
	h := &history{}
	h.events(100)
	m := model(h, 80, 12)
	m.Up(4)
	before := inside(&m)
	for range 50 {
		h.events(7)
		m.Refresh()
		if after := inside(&m); after != before {
			t.Fatalf("entries moved:\n%s\nwere\n%s", after, before)
		}
	}
	if got := title(&m); !strings.Contains(got, "+350 new") {
		t.Errorf("title %q, want +350 new", got)
	}
	// Evicting what is not in the window moves nothing either.
	h.evict(90)
	m.Refresh()
	if after := inside(&m); after != before {
		t.Fatalf("entries moved:\n%s\nwere\n%s", after, before)
	}
	if got := title(&m); strings.Contains(got, "lost") {
		t.Errorf("title %q: nothing in the window is lost", got)
	}
	m.Resume()
	if got := inside(&m); !strings.Contains(got, `{"n":449}`) || strings.Contains(title(&m), "at #") {
		t.Errorf("not live again:\n%s\n%s", title(&m), got)
	}
}

func TestScrollingStopsAtTheFirstKeptEntry(t *testing.T) {
	h := &history{}
	h.events(100)
	h.evict(85)
	m := model(h, 80, 12)
	for range 4 {
		m.Do(PageUp)
	}
	if lines := inside(&m); !strings.HasPrefix(lines, "│▸") || !strings.Contains(lines, `{"n":85}`) || strings.Contains(lines, "lost") {
		t.Errorf("window:\n%s\nwant entry 85 on top, under the cursor, and none lost", lines)
	}
}

func TestHalfFullStoppedWindowStaysHalfFull(t *testing.T) {
	h := &history{}
	h.events(3)
	m := model(h, 80, 12)
	m.Pin()
	before := inside(&m)
	h.events(20)
	m.Refresh()
	if after := inside(&m); after != before {
		t.Errorf("entries appeared:\n%s", after)
	}
	m.Down(1)
	if n, _ := m.Selected(); n != 3 || !strings.Contains(title(&m), "+19 new") {
		t.Errorf("cursor on %d, title %q; want 3, +19 new", n, title(&m))
	}
}

func TestEvictionOvertakesAStoppedWindow(t *testing.T) {
	h := &history{}
	h.events(100)
	m := model(h, 80, 12) // entries 90 to 99
	m.Pin()
	h.events(100)
	h.evict(94)
	m.Refresh()
	lines := strings.Split(inside(&m), "\n")
	for i, line := range lines {
		want := fmt.Sprintf(`{"n":%d}`, 90+i)
		if i < 4 {
			want = "lost"
		}
		if !strings.Contains(line, want) {
			t.Errorf("line %d is %q, want %s", i, line, want)
		}
	}
	if got := title(&m); !strings.Contains(got, "4 lost") {
		t.Errorf("title %q, want 4 lost", got)
	}
	// Once the last has gone, the window opens on what is left.
	h.evict(36) // up to 129
	m.Refresh()
	if got := inside(&m); !strings.Contains(got, `{"n":130}`) || !strings.Contains(got, `{"n":139}`) || strings.Contains(got, "lost") {
		t.Errorf("window:\n%s\nwant entries 130 to 139", got)
	}
	if got := title(&m); !strings.Contains(got, "40 lost") || !strings.Contains(got, "+60 new") {
		t.Errorf("title %q, want 40 lost and +60 new", got)
	}
	if n, ok := m.Selected(); !ok || n != 130 {
		t.Errorf("cursor on %d (%v), want 130", n, ok)
	}
	m.Resume()
	m.Pin()
	if got := title(&m); strings.Contains(got, "lost") {
		t.Errorf("title %q after resuming: the count starts anew", got)
	}
	// Everything gone.
	h.evict(len(h.entries))
	m.Refresh()
	if n, ok := m.Selected(); ok {
		t.Errorf("entry %d selected in an empty log", n)
	}
	m.Up(1)
	m.Do(PageDown)
	h.events(2)
	m.Refresh()
	m.Down(1)
	if n, ok := m.Selected(); !ok || n != 200 {
		t.Errorf("cursor on %d (%v), want 200", n, ok)
	}
}

func TestEmptyLogStaysEmptyWhileStopped(t *testing.T) {
	h := &history{}
	m := model(h, 80, 12)
	m.Up(1)
	m.Do(PageUp)
	m.Do(Top)
	if !m.Live() {
		t.Error("there is nothing to scroll to, yet the log is stopped")
	}
	m.Pin()
	h.events(5)
	m.Refresh()
	if _, ok := m.Selected(); ok || strings.Contains(inside(&m), "{") {
		t.Errorf("entries appeared in a stopped log:\n%s", inside(&m))
	}
	m.Down(1)
	if n, ok := m.Selected(); !ok || n != 0 {
		t.Errorf("cursor on %d (%v), want the first entry", n, ok)
	}
}

func TestSidewaysStaysWhileEntriesArrive(t *testing.T) {
	h := &history{}
	h.append(Event, "XBT/USD", strings.Repeat("0123456789abcdef", 12))
	m := model(h, 80, 12)
	m.Do(Right)
	h.append(Event, "XBT/USD", "first part here|second part")
	m.Refresh()
	if got := inside(&m); !strings.Contains(got, "second part") || strings.Contains(got, "first") {
		t.Errorf("not moved by 16 cells:\n%s", got)
	}
	if !m.Live() {
		t.Error("sideways is no reason to stop the log")
	}
	for range 100 {
		m.Do(Right)
	}
	if got := inside(&m); !strings.Contains(got, "abcdef") {
		t.Errorf("moved beyond the end of the longest entry:\n%s", got)
	}
	for range 100 {
		m.Do(Left)
	}
	if got := inside(&m); !strings.Contains(got, "first part") {
		t.Errorf("not back at the beginning:\n%s", got)
	}
}

func TestOnlyVisibleEntriesAreFetched(t *testing.T) {
	h := &history{}
	h.events(100_000)
	m := model(h, 80, 12)
	fetches := func(what string, most int) {
		t.Helper()
		h.fetched = 0
		m.View()
		if h.fetched > most {
			t.Errorf("%s: %d entries fetched, want at most %d", what, h.fetched, most)
		}
	}
	fetches("at first, the label column grows", 20)
	fetches("clean", 0)
	h.events(1000)
	m.Refresh()
	fetches("appended", 10)
	m.Refresh()
	fetches("nothing appended", 0)
	m.Up(1)
	fetches("scrolled", 10)
	h.events(1000)
	m.Refresh()
	m.SetMoment("00:12", "+1,000 new")
	fetches("appended while pinned: only the title changes", 0)
	m.SetSize(80, 12)
	m.SetFocused(true)
	m.SetLocation(time.UTC)
	fetches("nothing set that was not so before", 0)
}

// Whatever happens, the cursor is on a kept entry inside the window, or there is
// none, and the window shows kept entries only.
func TestCursorIsAlwaysInTheWindow(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	h := &history{first: 1000}
	m := model(h, 60, 10)
	steps := []struct {
		name string
		do   func()
	}{
		{"append", func() { h.events(r.IntN(30)); m.Refresh() }},
		{"evict", func() { h.evict(r.IntN(len(h.entries) + 1)); m.Refresh() }},
		{"evict a few", func() { h.evict(min(len(h.entries), r.IntN(4))); m.Refresh() }},
		{"up", func() { m.Up(r.IntN(5)) }}, {"down", func() { m.Down(r.IntN(5)) }},
		{"page up", func() { m.Do(PageUp) }}, {"page down", func() { m.Do(PageDown) }}, {"half up", func() { m.Do(HalfUp) }}, {"half down", func() { m.Do(HalfDown) }},
		{"top", func() { m.Do(Top) }}, {"bottom", func() { m.Do(Bottom) }}, {"stop", m.Pin}, {"live", m.Resume},
		{"resize", func() { m.SetSize(r.IntN(70), r.IntN(20)) }},
	}
	for range 1_500 {
		step := steps[r.IntN(len(steps))]
		step.do()
		if n, ok := m.Selected(); ok {
			if n < h.First() || n >= h.End() {
				t.Fatalf("%s: cursor on entry %d of %d to %d", step.name, n, h.First(), h.End())
			}
			if n < m.window.top || n >= m.window.top+uint64(m.window.page()) {
				t.Fatalf("%s: cursor on entry %d outside the window from %d", step.name, n, m.window.top)
			}
		} else if m.Live() && h.First() < h.End() {
			t.Fatalf("%s: no entry selected in a live log of %d entries", step.name, len(h.entries))
		}
		golden.CheckSize(t, m.View(), m.width, m.height) // would panic on an entry not kept
	}
}

func BenchmarkView(b *testing.B) {
	h := sketch()
	for range 10 {
		h.entries = append(h.entries, sketch().entries...)
	}
	m := model(h, 120, 24)
	b.Run("dirty", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.Redraw()
			m.View()
		}
	})
	b.Run("title", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.redraw.box = true
			m.View()
		}
	})
	b.Run("clean", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.View()
		}
	})
}
