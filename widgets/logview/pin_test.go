package logview

import (
	"strings"
	"testing"
)

func TestMovingPinsTheLogToAnEntry(t *testing.T) {
	h := &history{}
	h.events(100)
	m := model(h, 80, 12)
	m.Up(4)
	h.events(12)
	m.Refresh()
	if m.Frozen() || m.Live() {
		t.Errorf("frozen %v, live %v", m.Frozen(), m.Live())
	}
	if got := title(&m); !strings.Contains(got, "at #95  +12 new  G live") {
		t.Errorf("title %q", got)
	}
	m.Do(Bottom)
	if got := title(&m); !m.Live() || strings.Contains(got, "#") {
		t.Errorf("after G: live %v, title %q", m.Live(), got)
	}
}

// TestFreezingCountsWhatIsNewFromThenOn counts what is new from the moment of the freeze on, as all of the screen does.
func TestFreezingCountsWhatIsNewFromThenOn(t *testing.T) {
	h := &history{}
	h.events(100)
	m := model(h, 80, 12)
	m.Up(4)
	before := inside(&m)
	h.events(12)
	m.Refresh()
	m.Freeze(start)
	h.events(3)
	m.Refresh()
	if got := title(&m); !m.Frozen() || !strings.Contains(got, "frozen 00:00  +3 new") {
		t.Errorf("frozen %v, title %q", m.Frozen(), got)
	}
	if after := inside(&m); after != before {
		t.Errorf("entries moved:\n%s\nwere\n%s", after, before)
	}
}
