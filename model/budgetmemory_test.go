package model

import (
	"math"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/widgets/inspect"
)

// hours is batches with a point a minute of each of some rows for so many hours, which end now.
func hours(rows, n int) (batches []*event.Batch) {
	end := time.Now()
	for at := end.Add(-time.Duration(n) * time.Hour); at.Before(end); at = at.Add(time.Minute) {
		b := busy(rows)
		if len(batches) > 0 {
			b.Status = batches[0].Status // one connection
		}
		for i := range b.Points {
			b.Points[i].At = at.UnixNano()
		}
		batches = append(batches, b)
	}
	return batches
}

// TestTheChartSaysWhatIsEvicted: the log and the series of a feed share its memory, and what had to go is not drawn as if it
// had never been.
func TestTheChartSaysWhatIsEvicted(t *testing.T) {
	t.Parallel()
	const rows, share = 100, 2 << 20
	m := quiet(t, 120, 36)
	f := m.tabs.all[0]
	f.feed.SetMemory(share, share)
	for _, b := range hours(rows, 7) {
		f.bring(b)
	}
	m.refresh()
	m.list().chartRow(rows - 1)
	m.window = 6 * time.Hour
	m.refresh()
	m.paint(false)
	text := ansi.Strip(m.View().Content)
	from := time.Now().Add(-6 * time.Hour).UnixNano()
	f.history.View(nil, func(v history.View) {
		key := history.Key{Label: rows - 1}
		if _, since := v.Kept(key, from); since == 0 || !strings.Contains(text, "evicted") {
			t.Errorf("the chart does not say that values are missing:\n%s", text)
		}
		if by := change(v, key, time.Now(), 6*time.Hour, 60); !math.IsNaN(by) {
			t.Errorf("of a window whose beginning is gone, the change is %v %%", by)
		}
	})
}

// TestShare: what waits, what is kept and a message too long are parts of one number, and never more than that, however many
// feeds there are.
func TestShare(t *testing.T) {
	t.Parallel()
	for _, all := range []int64{1 << 20, 16 << 20, 64 << 20, 1 << 30} {
		for _, feeds := range []int{1, 2, 4, 9} {
			queue, kept := share(all, feeds)
			if sum := (queue + kept) * int64(feeds); sum > all || sum < all-int64(feeds) {
				t.Errorf("%d feeds have %d bytes of %d", feeds, sum, all)
			}
			if queue*int64(feeds) > feed.QueueBytes || queue <= 0 || kept < all/int64(feeds)/2 {
				t.Errorf("%d feeds of %d bytes: %d may wait, %d are kept", feeds, all, queue, kept)
			}
		}
	}
}

// TestClosedInspectorHoldsNothing: what was inspected may be the last that refers to megabytes that the log has dropped.
func TestClosedInspectorHoldsNothing(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	f := m.tabs.all[0]
	f.inspector.SetMessage(inspect.Message{Raw: []byte(`{"a":1}`)})
	f.inspected.raw, f.inspected.text, f.inspecting = []byte("x"), []byte("x"), true
	m.arrange()
	if f.inspected.raw == nil || !strings.Contains(ansi.Strip(f.inspector.View()), "a: 1") {
		t.Fatalf("what is inspected is not shown\n%s", f.inspector.View())
	}
	m.inspector().closeInspector()
	if f.inspected.raw != nil || f.inspected.text != nil || strings.Contains(ansi.Strip(f.inspector.View()), "a: 1") {
		t.Error("what was inspected is still there")
	}
}

// TestListOfAlertsIsBounded: it has the newest alerts, and says how many more there are.
func TestListOfAlertsIsBounded(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	f := m.tabs.all[0]
	if err := m.alerts().setAlert("* > -1"); err != nil {
		t.Fatal(err)
	}
	f.bring(busy(mostAlarms + 10))
	if all, more := m.tabs.alarms(); len(all) != mostAlarms || more != 10 || m.tabs.unacknowledged() != mostAlarms+10 {
		t.Fatalf("%d alerts, %d more, %d wait", len(all), more, m.tabs.unacknowledged())
	}
	m.alerts().openAlerts()
	m.Update(tea.KeyPressMsg{Code: 'G', Text: "G"})
	if text := ansi.Strip(m.View().Content); !strings.Contains(text, "and 10 more") {
		t.Errorf("the list does not say that there are more:\n%s", text)
	}
}
