package logview

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

var start = time.Date(2026, 3, 1, 14, 3, 21, 882e6, time.UTC)

// history is a log that keeps its entries in memory and counts how often one is
// asked for.
type history struct {
	first   uint64
	entries []Entry
	fields  map[uint64]Fields
	fetched int
}

func (h *history) First() uint64 { return h.first }
func (h *history) End() uint64   { return h.first + uint64(len(h.entries)) }

func (h *history) Entry(n uint64) Entry {
	h.fetched++
	return h.entries[n-h.first]
}

func (h *history) Kind(n uint64) Kind { return h.entries[n-h.first].Kind }

func (h *history) Fields(n uint64) (Fields, bool) {
	fields, ok := h.fields[n]
	return fields, ok
}

func (h *history) append(kind Kind, label, text string) {
	n := h.End()
	h.entries = append(h.entries, Entry{Number: n, At: start.Add(time.Duration(n) * 37 * time.Millisecond), Kind: kind, Label: label, Text: []byte(text)})
}

func (h *history) evict(n int) {
	h.entries = h.entries[n:]
	h.first += uint64(n)
}

func (h *history) events(n int) {
	for range n {
		h.append(Event, "XBT/USD", fmt.Sprintf(`{"n":%d}`, h.End()))
	}
}

// sketch is a log with an entry of every kind.
func sketch() *history {
	h := &history{first: 88200}
	const ohlc = `[42,["1542057314.748456","1542057360.435743","3586.70000","3586.70000","3586.60000","3586.60000","3586.68894","0.03373000",2],"ohlc-5","XBT/USD"]`
	h.append(Notice, "", "connected to wss://ws.kraken.com")
	h.append(Sent, "subscribe XBT/USD", `{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"ohlc","interval":5}}`)
	h.append(Control, "", `{"connectionID":8628615390848610222,"event":"systemStatus","status":"online","version":"1.0.0"}`)
	h.append(Event, "XBT/USD", ohlc)
	h.append(Event, "ETH/USD", strings.ReplaceAll(ohlc, "3586", "186"))
	h.append(Unmatched, "", `{"hello":"world"}`)
	h.append(Gap, "", "GAP seq 88215 → 88230, 14 lost")
	h.append(Event, "XBT/USD", ohlc)
	h.append(Trouble, "FOO/USD", "rejected: pair not found")
	h.append(Trouble, "", "disconnected: close 1006, trying again in 12s")
	h.append(Alert, "", "ALERT XBT/USD close above 3,586 for 3s: 3,586.7")
	h.append(Event, "1INCH/USDT-PERPETUAL", ohlc)
	h.append(Event, "XBT/USD", "\x1b[31mred\x1b[0m\r\n\x07 世界😀 \u202eevil\u202c e\u0301\u0301\u0301\u0301 \xff\xfe 👨\u200d👩\u200d👧 and so on, and so on, and so on, and so on, and so on")
	h.append(Event, "世界\x1b[2J", `{"price":61240.2}`)
	h.append(Sent, "", `{"event":"unsubscribe","pair":["ETH/USD"]}`)
	h.append(Event, "XBT/USD", ohlc)
	return h
}

func model(h *history, width, height int) Model {
	m := New(theme.Default())
	m.SetLocation(time.UTC)
	m.SetSize(width, height)
	m.SetFocused(true)
	m.SetEntries(h)
	m.SetKeys("G", "\\")
	return m
}

func TestGolden(t *testing.T) {
	pinned := func(m *Model, h *history) {
		m.Up(3)
		h.events(318)
		m.Refresh()
	}
	frozen := func(m *Model, h *history) {
		m.Pin()
		pinned(m, h)
		m.SetMoment("00:12", "+318 new")
	}
	filtered := func(m *Model, h *history) {
		must(t, m.AddFilter("xbt|eth", false))
		must(t, m.AddFilter("subscribe", true))
		must(t, m.SetSearch("usd|3586"))
		h.events(2)
		m.Refresh()
		m.Do(ToggleMark)
		work(t, m, 100)
		m.Up(4)
		h.events(318)
		m.Refresh()
		m.Up(1)
		m.Do(ToggleMark)
		m.Up(2)
	}
	for _, test := range []struct {
		name          string
		width, height int
		do            func(*Model, *history)
		styled        bool
	}{
		{"live-200x30", 200, 30, nil, false},
		{"live-120x20", 120, 20, nil, false},
		{"live-80x14", 80, 14, nil, false},
		{"live-40x8", 40, 8, nil, false},
		{"live-30x8", 30, 8, nil, false},
		{"live-20x8", 20, 8, nil, false},
		{"frozen-120x12", 120, 12, frozen, false},
		{"frozen-120x12-styled", 120, 12, frozen, true},
		{"frozen-40x8", 40, 8, frozen, false},
		{"pinned-120x12", 120, 12, pinned, false},
		{"pinned-40x8", 40, 8, pinned, false},
		{"lost-80x9", 80, 9, func(m *Model, h *history) {
			frozen(m, h)
			h.evict(10)
			m.Refresh()
		}, false},
		{"sideways-80x14", 80, 14, func(m *Model, h *history) { m.Do(Right); m.Do(Right) }, false},
		{"filtered-120x12", 120, 12, filtered, false},
		{"filtered-120x12-styled", 120, 12, filtered, true},
		{"filtered-80x9", 80, 9, filtered, false},
		{"context-120x12", 120, 12, func(m *Model, h *history) { filtered(m, h); m.Do(ToggleContext); work(t, m, 100) }, false},
		{"wrap-80x14", 80, 14, func(m *Model, _ *history) { m.Do(ToggleWrap) }, false},
		{"wrap-40x12", 40, 12, func(m *Model, _ *history) { m.Do(ToggleWrap); m.Up(2) }, false},
		{"delta-80x9", 80, 9, func(m *Model, _ *history) { m.Do(CycleTime); m.Do(CycleTime) }, false},
		{"delta-40x9", 40, 9, func(m *Model, _ *history) { m.Do(CycleTime); m.Do(CycleTime) }, false},
		{"nothing-passes-80x5", 80, 5, func(m *Model, _ *history) {
			h := &history{}
			h.events(9)
			m.SetEntries(h)
			must(t, m.AddFilter("BTC", false))
			work(t, m, 100)
		}, false},
		{"empty-80x5", 80, 5, func(m *Model, _ *history) { m.SetEntries(&history{}) }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := sketch()
			m := model(h, test.width, test.height)
			if test.do != nil {
				test.do(&m, h)
			}
			got := m.View()
			golden.CheckSize(t, got, test.width, test.height)
			if !test.styled {
				got = ansi.Strip(got)
			}
			golden.Check(t, test.name, got)
		})
	}
}

func TestViewHasAnySize(t *testing.T) {
	for width := -1; width < 70; width += 1 + width/10 { // each of the narrow ones, where parts give way
		for _, height := range []int{-1, 0, 1, 2, 3, 4, 9, 30} {
			h := sketch()
			m := model(h, 80, 24)
			m.SetSize(width, height)
			golden.CheckSize(t, m.View(), width, height)
			for _, step := range []func(){
				func() { m.Up(2) }, func() { m.Do(PageUp) }, func() { m.Do(PageDown) }, func() { m.Do(HalfUp) }, func() { m.Do(HalfDown) }, func() { m.Do(Right) }, func() { m.Do(Top) },
				func() { m.Down(100) }, func() { h.events(50); h.evict(30); m.Refresh() }, func() { m.Do(Left) }, func() { m.Do(Bottom) },
			} {
				step()
				golden.CheckSize(t, m.View(), width, height)
			}
			m.SetSize(height, width)
			golden.CheckSize(t, m.View(), height, width)
		}
	}
}

func TestHostileTextIsHarmless(t *testing.T) {
	h := &history{}
	hostile := "a\x1b]0;title\x07\x1b[2J\r\n\t\x00\u009b2J\u202e\u2066\u200b\ufeff\xff" + strings.Repeat("\u0301", 50)
	for kind := Event; kind <= Alert; kind++ {
		h.append(kind, hostile, hostile)
	}
	m := model(h, 120, 20)
	view := m.View()
	golden.CheckSize(t, view, 120, 20)
	plain := strings.ReplaceAll(ansi.Strip(view), "\n", "")
	if shown := text.Sanitize(plain, 120*20); shown != plain {
		t.Errorf("something got through: %q", plain)
	}
}

func TestMovesPinTheLog(t *testing.T) {
	actions := map[string]Action{
		"up": LineUp, "down": LineDown, "left": Left, "right": Right, "pgup": PageUp, "pgdown": PageDown, "top": Top, "end": Bottom,
		"half-down": HalfDown, "half-up": HalfUp, "space": StopOrPage,
	}
	// A hundred entries in a window of ten.
	for _, test := range []struct {
		done   string
		cursor uint64
		state  state
	}{
		{"", 99, live},
		{"down", 99, live}, {"pgdown", 99, live}, {"half-down", 99, live},
		{"up", 98, pinned}, {"up up up down", 97, pinned}, {"up down", 99, pinned},
		{"pgup", 90, pinned}, {"pgup pgup", 81, pinned}, {"pgup pgdown", 99, pinned},
		{"half-up", 94, pinned}, {"half-up half-up half-down", 94, pinned},
		{"top", 0, pinned}, {"top up pgup half-up", 0, pinned}, {"top down", 1, pinned}, {"top pgdown", 9, pinned},
		{"top end", 99, live},
		{"space", 99, pinned}, {"top space", 9, pinned},
		{"left", 99, live}, {"right", 99, live}, {"left right", 99, live},
	} {
		h := &history{}
		h.events(100)
		m := model(h, 80, 12)
		for _, name := range strings.Fields(test.done) {
			a, ok := actions[name]
			if !ok {
				t.Fatalf("no action %q", name)
			}
			m.Do(a)
		}
		cursor, ok := m.Selected()
		if !ok || cursor != test.cursor || m.window.state != test.state {
			t.Errorf("after %q: cursor %d (%v), state %d; want %d, state %d", test.done, cursor, ok, m.window.state, test.cursor, test.state)
		}
		if !strings.Contains(lineWith(t, m.View(), "▸"), fmt.Sprintf(`{"n":%d}`, test.cursor)) {
			t.Errorf("after %q the cursor is not on its entry:\n%s", test.done, ansi.Strip(m.View()))
		}
	}
}

func lineWith(t *testing.T, view, sign string) string {
	t.Helper()
	for line := range strings.Lines(ansi.Strip(view)) {
		if strings.Contains(line, sign) {
			return line
		}
	}
	return ""
}
