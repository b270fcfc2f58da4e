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
	if m.Live() {
		t.Error("the log is live")
	}
	if got := title(&m); !strings.Contains(got, "at #95  +12 new  G live") {
		t.Errorf("title %q", got)
	}
	m.Do(Bottom)
	if got := title(&m); !m.Live() || strings.Contains(got, "#") {
		t.Errorf("after G: live %v, title %q", m.Live(), got)
	}
}
