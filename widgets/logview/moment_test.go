package logview

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// asOf is a history without what came after a moment.
type asOf struct {
	*history
	end uint64
}

func (a asOf) First() uint64 { return min(a.history.First(), a.end) }
func (a asOf) End() uint64   { return a.end }

var shownNumber = regexp.MustCompile(`"n":(\d+)`)

// entriesIn returns the numbers of the entries in the window.
func entriesIn(m *Model) (all []uint64) {
	for _, match := range shownNumber.FindAllStringSubmatch(inside(m), -1) {
		n, _ := strconv.ParseUint(match[1], 10, 64)
		all = append(all, n)
	}
	return all
}

// TestAMomentOfWhichNothingIsLeftSaysSo: a flood may evict all that was there when the screen was frozen.
func TestAMomentOfWhichNothingIsLeftSaysSo(t *testing.T) {
	t.Parallel()
	h := &history{}
	h.events(20)
	m := model(h, 100, 8)
	m.Show(asOf{h, h.End()})
	m.Pin()
	m.SetMoment("00:00", "")
	h.events(20)
	h.evict(30)
	m.Refresh()
	if got := inside(&m); !strings.Contains(got, "all that was here has been evicted") {
		t.Errorf("the log says\n%s", got)
	}
}

// TestALogAsOfAMomentHasNothingThatCameLater: whatever the operator does, and whatever comes, is found or is evicted. As of now
// again, the log ends with what came last.
func TestALogAsOfAMomentHasNothingThatCameLater(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 1))
		h := &history{}
		come := func(most int) {
			for range r.IntN(most) {
				h.append([]Kind{Event, Event, Event, Gap}[r.IntN(4)], "XBT/USD", fmt.Sprintf(`{"n":%d}`, h.End()))
			}
			h.evict(r.IntN(len(h.entries)/4 + 1))
		}
		come(200)
		m := model(h, 80, 5+r.IntN(20))
		if r.IntN(2) == 0 {
			m.Do(PageUp)
		}
		end := h.End()
		m.Show(asOf{h, end})
		m.Pin()
		m.SetMoment("00:00", "")
		for range 150 {
			did := "something came"
			switch a := Action(r.IntN(int(ToggleRaw) + 4)); {
			case a <= ToggleRaw:
				did = fmt.Sprint("action ", a)
				m.Do(a)
			case a == ToggleRaw+1:
				did = "went to an entry"
				m.Goto(r.Uint64N(h.End() + 9))
			case a == ToggleRaw+2:
				did = "searched, or filtered"
				if digit := strconv.Itoa(r.IntN(10)); r.IntN(2) == 0 {
					must(t, m.SetSearch(digit))
				} else if m.ClearFilters(); r.IntN(2) == 0 {
					must(t, m.AddFilter(digit, r.IntN(2) == 0))
				}
			default:
				come(60)
				m.Refresh()
			}
			m.Work(r.IntN(400))
			if n, ok := m.Selected(); ok && n >= end {
				t.Fatalf("seed %d, %s: the cursor is on entry %d, and the log ends before %d", seed, did, n, end)
			}
			for _, n := range entriesIn(&m) {
				if n >= end {
					t.Fatalf("seed %d, %s: entry %d is shown, and the log ends before %d:\n%s", seed, did, n, end, inside(&m))
				}
			}
		}
		m.ClearFilters()
		h.events(1)
		m.Show(h)
		m.Resume()
		m.SetMoment("", "")
		if shown := entriesIn(&m); len(shown) == 0 || shown[len(shown)-1] != h.End()-1 {
			t.Fatalf("seed %d: the live log shows %v, and ends with %d", seed, shown, h.End()-1)
		}
	}
}

// TestTheTitleSaysForHowLongAMomentIsShown, and what has come since, in place of where the log is pinned.
func TestTheTitleSaysForHowLongAMomentIsShown(t *testing.T) {
	t.Parallel()
	h := &history{}
	h.events(100)
	m := model(h, 80, 12)
	m.Up(4)
	h.events(12)
	m.Show(asOf{h, h.End()})
	m.Pin()
	for _, test := range []struct{ since, fresh, want string }{
		{"00:00", "", "LOG  frozen 00:00  G live"},
		{"00:12", "+3 new", "LOG  frozen 00:12  +3 new  G live"},
		{"", "", "LOG  at #95  +12 new  G live"},
	} {
		m.SetMoment(test.since, test.fresh)
		if got := title(&m); !strings.Contains(got, test.want) {
			t.Errorf("title %q, want %q", got, test.want)
		}
	}
}
