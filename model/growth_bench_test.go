package model

import (
	"context"
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/model/config"
	"sockeye/model/flow"
	"sockeye/model/pane"
	"sockeye/model/recall"
	"sockeye/model/tab"
	"sockeye/widgets/theme"
)

// quiet returns a screen on a feed that has no server, and says nothing by itself.
func quiet(b testing.TB, width, height int, change ...func(*Options)) *Model {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	f := feed.Start(ctx, ticks(b, "alpha", "ws://127.0.0.1:1"), func(err error) { b.Error(err) })
	f.Close() // what tests bring is all that happens; see bring
	b.Cleanup(cancel)
	options := Options{
		Settings: Settings{Keys: DefaultKeys(), Location: time.UTC, UI: config.UI{History: 64 << 20}},
		Theme:    theme.Default(), Flow: flow.New(false), Recall: &recall.Lines{},
	}
	for _, set := range change {
		set(&options)
	}
	m := New(ctx, []*feed.Feed{f}, options)
	m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	return m
}

// bring has a batch happen on a feed that is closed, as the feed would.
func bring(t *pane.Feed, b *event.Batch) {
	now := time.Now()
	t.Tab.History().Add(now, b)
	t.Tab.Alerts().Receive(now, b, t.Tab.Fields())
	t.Receive(time.Now(), b)
}

// busy is a batch with a point of each of so many rows, all of which have had an event. There are two labels at least, as in
// the preset: they only become more.
func busy(rows int) *event.Batch {
	now := time.Now()
	b := &event.Batch{Status: event.Status{State: event.Open, Since: now, OpenedAt: now, LastData: now}}
	for n := range max(rows, 2) {
		b.Labels = append(b.Labels, event.Label{Name: fmt.Sprint("label", n), Symbol: fmt.Sprint("label", n), State: event.Live})
	}
	for n := range rows {
		b.Points = append(b.Points, event.Point{At: now.UnixNano(), Value: float64(n), Label: int32(n), Decimals: 2})
		b.Activity = append(b.Activity, event.LabelActivity{Label: int32(n), Events: 1, At: now.UnixNano()})
	}
	return b
}

// BenchmarkRefresh is what refreshing the widgets costs, and a second's tick, by the number of rows, of which the same few are
// on the screen; in the order of the preset, and sorted.
func BenchmarkRefresh(b *testing.B) {
	for _, rows := range []int{1, 100, 10_000} {
		m := quiet(b, 120, 36)
		t := m.tabs.All[0]
		bring(t, busy(rows))
		for {
			order := t.Tab.Rows.Sorting
			b.Run(fmt.Sprintf("%s/%d", order.Order().Name, rows), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					m.refresh()
					m.View()
				}
			})
			if t.Tab.Rows.Sorting = order.Next(); t.Tab.Rows.Sorting == tab.InPresetOrder {
				break
			}
		}
		b.Run(fmt.Sprintf("tick/%d", rows), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				t.Tab.History().Tick(time.Now(), time.Second)
				t.Tab.Alerts().Tick(time.Now())
			}
		})
	}
}

// BenchmarkSize receives a point, refreshes the widgets, and draws, by the size of the window.
func BenchmarkSize(b *testing.B) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {240, 70}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			m := quiet(b, size[0], size[1])
			t := m.tabs.All[0]
			batch := busy(8)
			for range 100 {
				t.Tab.History().Note(time.Now(), event.Notice, `[42,["1542057314.748456","1542057360.435743","3586.70000"],"ohlc-5","XBT/USD"]`)
			}
			b.ReportAllocs()
			for b.Loop() {
				t.Tab.History().Note(time.Now(), event.Notice, `[42,["1542057314.748456","1542057360.435743","3586.70000"],"ohlc-5","XBT/USD"]`)
				bring(t, batch)
				m.refresh()
				m.paint(false)
				m.View()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size[0]*size[1]), "ns/cell")
		})
	}
}
