package model

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/history"
	"sockeye/feed/series"
	"sockeye/model/config"
	"sockeye/model/flow"
	"sockeye/model/recall"
	"sockeye/widgets/theme"
)

// TestAScreenThatWasStoppedShowsWhatCameMeanwhile: with the next batch that it receives, it has every entry and every value,
// although much more has come than may wait for it, and so has a second screen on the same feed, of the one history.
func TestAScreenThatWasStoppedShowsWhatCameMeanwhile(t *testing.T) {
	t.Parallel()
	const n, size = 2048, 1 << 10
	begin := make(chan struct{})
	conversation := talk(feedtest.Silence(begin))
	pad := strings.Repeat("x", size)
	for range n {
		conversation = append(conversation, feedtest.Send(`{"s":"A","p":"2.50","pad":"`+pad+`"}`))
	}
	server := feedtest.New(t, append(conversation, feedtest.Silence(nil)))
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	f := feed.Start(ctx, ticks(t, "alpha", server.URL()), func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	screens := make([]*Model, 2)
	for i := range screens {
		screens[i] = New(ctx, []*feed.Feed{f}, Options{
			Settings: Settings{Keys: DefaultKeys(), Location: time.UTC, UI: config.UI{History: 64 << 20}},
			Theme:    theme.Default(), Flow: flow.New(false), Recall: &recall.Lines{},
		})
		screens[i].Update(tea.WindowSizeMsg{Width: 120, Height: 36})
		screens[i].tabs.All[0].Tab.Watcher().SetLimit(64 << 10)
	}
	other := f.Watch()
	close(begin)
	for f.History().Totals().Counts.Events < n+1 {
		if _, err := other.Next(ctx); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range screens {
		tab := m.tabs.All[0]
		b, err := tab.Tab.Watcher().Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		entries := 0
		for _, c := range b.Chunks {
			entries += c.Inbound()
		}
		if b.Counts.In < n || b.Counts.Dropped > 0 || entries > n/2 {
			t.Errorf("after the stop it gets %d entries and counts %+v", entries, b.Counts)
		}
		m.Update(batchMsg{tab: tab, batch: b})
		m.commands.execute("balance")
		m.refresh() // which else comes a fifth of a second after the one before
		m.paint(false)
		if screen := ansi.Strip(m.View().Content); !strings.Contains(screen, "in 2,051 = 2,051 log") || !strings.Contains(screen, "2.50") || !strings.Contains(screen, "+ 0 dropped") {
			t.Errorf("the screen does not show what came:\n%s", screen)
		}
		if first, end := tab.Tab.History().Range(); first != 0 || end < n {
			t.Errorf("the log has entries %d to %d", first, end)
		}
		var sum series.Column
		tab.Tab.History().View(nil, func(v history.View) {
			sum, _ = v.Summary(history.Key{Label: tab.Tab.Selected()}, 0, time.Now().UnixNano())
		})
		if sum.Count != n+1 {
			t.Errorf("the chart has %d values, want %d", sum.Count, n+1)
		}
	}
	if screens[0].tabs.All[0].Tab.History() != screens[1].tabs.All[0].Tab.History() {
		t.Error("two screens on one feed have two histories")
	}
}
