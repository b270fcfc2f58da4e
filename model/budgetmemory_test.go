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
	"sockeye/feed/series"
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

// TestSeriesAreInTheBudget: log, series and candles of a feed together have no more bytes than it may keep; the log is cut
// down to a quarter of that, then the rows that have been silent for longest, and the one on the chart at the end; and
// the chart says what is no longer there.
func TestSeriesAreInTheBudget(t *testing.T) {
	const rows, share = 100, 2 << 20
	m := quiet(t, 120, 36)
	f := m.tabs[0]
	f.setShare(share)
	for range 40_000 { // more than may be kept
		f.history.Note(time.Now(), event.Notice, strings.Repeat("x", 100))
	}
	for _, b := range hours(rows, 7) {
		f.receive(b)
		m.refresh()
		var bytes int64
		for i := range f.rows {
			f.rows[i].sized(func(s sized) { bytes += s.Bytes() })
		}
		if bytes != f.kept.bytes {
			t.Fatalf("series have %d bytes, and are counted as %d", bytes, f.kept.bytes)
		}
		if all := bytes + f.history.Bytes(); all > share {
			t.Fatalf("log and series have %d bytes, of %d", all, share)
		}
	}
	if f.history.Bytes() < share/5 {
		t.Errorf("the log has %d bytes left of %d", f.history.Bytes(), share)
	}
	selected, _ := f.rows[f.selected].main()
	if selected.series.Level() != 0 {
		t.Error("the series on the chart is not whole")
	}
	last := f.rows[rows-1].values[0].series
	if last.Level() == 0 {
		t.Error("all series are whole")
	}
	m.chartRow(rows - 1)
	m.window = 6 * time.Hour
	m.refresh()
	m.paint(true)
	text := ansi.Strip(m.View().Content)
	if _, since := last.Kept(time.Now().Add(-6 * time.Hour).UnixNano()); since == 0 || !strings.Contains(text, "evicted") {
		t.Errorf("the chart does not say that values are missing:\n%s", text)
	}
	if by := change(last, time.Now(), 6*time.Hour, 60); !math.IsNaN(by) {
		t.Errorf("of a window whose beginning is gone, the change is %v %%", by)
	}
	f.setShare(64 << 20)
	for i := range f.rows {
		f.rows[i].sized(func(s sized) {
			if s.Level() != 0 {
				t.Errorf("with more to keep, row %d is still small", i)
			}
		})
	}
}

// TestSilentRowsAreCutFirst: what was heard last keeps the most.
func TestSilentRowsAreCutFirst(t *testing.T) {
	m := quiet(t, 120, 36)
	f := m.tabs[0]
	f.setShare(64 << 20)
	for _, b := range hours(10, 7) {
		f.receive(b)
	}
	for n := range f.rows {
		f.rows[n].at = time.Unix(int64(n), 0)
	}
	f.kept.share = f.kept.bytes * 5 / 4 // a little less than the series have
	f.evict()
	levels := make([]int, len(f.rows))
	for n := range f.rows {
		levels[n] = f.rows[n].values[0].series.Level()
	}
	if levels[1] == 0 || levels[9] != 0 || levels[1] > series.Smallest {
		t.Errorf("levels by row, the one heard last at the end: %v", levels)
	}
}

// TestShare: what waits, what is kept and a message too long are parts of one number, and never more than that, however many
// feeds there are.
func TestShare(t *testing.T) {
	for _, history := range []int64{1 << 20, 16 << 20, 64 << 20, 1 << 30} {
		for _, feeds := range []int{1, 2, 4, 9} {
			queue, kept := share(history, feeds)
			if all := (queue + kept) * int64(feeds); all > history || all < history-int64(feeds) {
				t.Errorf("%d feeds have %d bytes of %d", feeds, all, history)
			}
			if queue*int64(feeds) > feed.QueueBytes || queue <= 0 || kept < history/int64(feeds)/2 {
				t.Errorf("%d feeds of %d bytes: %d may wait, %d are kept", feeds, history, queue, kept)
			}
		}
	}
}

// TestClosedInspectorHoldsNothing: what was inspected may be the last that refers to megabytes that the log has dropped.
func TestClosedInspectorHoldsNothing(t *testing.T) {
	m := quiet(t, 120, 36)
	f := m.tabs[0]
	f.inspector.SetMessage(inspect.Message{Raw: []byte(`{"a":1}`)})
	f.inspectedRaw, f.inspectedText, f.inspecting = []byte("x"), []byte("x"), true
	m.arrange()
	if f.inspectedRaw == nil || !strings.Contains(ansi.Strip(f.inspector.View()), "a: 1") {
		t.Fatalf("what is inspected is not shown\n%s", f.inspector.View())
	}
	m.closeInspector()
	if f.inspectedRaw != nil || f.inspectedText != nil || strings.Contains(ansi.Strip(f.inspector.View()), "a: 1") {
		t.Error("what was inspected is still there")
	}
}

// TestListOfAlertsIsBounded: it has the newest alerts, and says how many more there are.
func TestListOfAlertsIsBounded(t *testing.T) {
	m := quiet(t, 120, 36)
	f := m.tabs[0]
	if err := m.setAlert("* > -1"); err != nil {
		t.Fatal(err)
	}
	f.receive(busy(mostAlarms + 10))
	if all, more := m.alarms(); len(all) != mostAlarms || more != 10 || m.unacknowledged() != mostAlarms+10 {
		t.Fatalf("%d alerts, %d more, %d wait", len(all), more, m.unacknowledged())
	}
	m.openAlerts()
	m.Update(tea.KeyPressMsg{Code: 'G', Text: "G"})
	if text := ansi.Strip(m.View().Content); !strings.Contains(text, "and 10 more") {
		t.Errorf("the list does not say that there are more:\n%s", text)
	}
}

// TestBuffersOfLargeMessagesCount: while messages are large, the log has less by the buffers of the feed, and all of it
// again once a number of them in a row were small.
func TestBuffersOfLargeMessagesCount(t *testing.T) {
	const share = 8 << 20
	m := quiet(t, 120, 36)
	f := m.tabs[0]
	f.setShare(share)
	fill := func() int64 {
		for range 80_000 {
			f.history.Note(time.Now(), event.Notice, strings.Repeat("x", 100))
		}
		return f.history.Bytes()
	}
	batch := func(largest int64) {
		b := busy(1)
		b.Largest, b.Counts.In = largest, 1
		f.receive(b)
	}
	batch(100)
	if got := fill(); got < share*9/10 {
		t.Errorf("with small messages, the log has %d bytes of %d", got, share)
	}
	batch(4 << 20)
	if got := fill(); got > share-5<<20 || got < share/16 {
		t.Errorf("with messages of 4 MiB, the log has %d bytes of %d", got, share)
	}
	batch(64 << 20)
	if got := fill(); got > share/8 || got < share/32 {
		t.Errorf("with messages of 64 MiB, the log has %d bytes of %d", got, share)
	}
	for range smallMessages {
		batch(100)
	}
	if got := fill(); got < share*9/10 {
		t.Errorf("with small messages again, the log has %d bytes of %d", got, share)
	}
}
