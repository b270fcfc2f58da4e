//go:build unix

package budget

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/preset"
	"sockeye/model"
	"sockeye/model/config"
	"sockeye/model/flow"
	"sockeye/model/recall"
	"sockeye/widgets/theme"
)

// screen is a screen of 120 columns, on feeds that are started here.
func screen(b *testing.B, ctx context.Context, presets ...*preset.Bound) *model.Model {
	var feeds []*feed.Feed
	for _, p := range presets {
		feeds = append(feeds, feed.Start(ctx, p, func(err error) { b.Error(err) }))
	}
	return model.New(ctx, feeds, model.Options{
		Settings: model.Settings{Keys: model.DefaultKeys(), Location: time.UTC, UI: config.UI{History: 64 << 20}},
		Theme:    theme.Default(), Flow: flow.New(false), Recall: &recall.Lines{},
	})
}

// measureUpdate receives a batch of 33,000 messages, updates all widgets, and draws the screen.
func measureUpdate(b *testing.B) {
	const n, times = 33_000, 50
	m, batch := flooding(b, n)
	start := time.Now()
	for range times {
		showBatch(m, batch)
	}
	took := time.Since(start) / times
	report(row{
		what: "Update with 33,000 messages, then View at 120x36", budget: "< 8 ms",
		today: milliseconds(took), met: verdict(took < 8*time.Millisecond),
	})
}

// showBatch receives a message and returns the screen after it, drawn anew, as the header says when the window has got
// its size.
func showBatch(m *model.Model, batch tea.Msg) string {
	m.Update(batch)
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	return m.View().Content
}

// flooding returns a screen that has received n messages, and the one batch that has brought them.
func flooding(b *testing.B, n int) (m *model.Model, batch tea.Msg) {
	ctx, cancel := context.WithCancel(b.Context())
	m = screen(b, ctx, floodPresets(b, flooded(startFlood(b), n, 0))...)
	b.Cleanup(func() {
		cancel()
		m.Feeds()[0].Close()
	})
	other := m.Feeds()[0].Watch()
	for state := event.Connecting; state != event.Retry; { // at the end, all waits for the screen
		next, err := other.Next(ctx)
		if err != nil {
			b.Fatal(err)
		}
		state = next.Status.State
	}
	other.Close()
	msgs := make(chan tea.Msg)
	for _, cmd := range m.Init()().(tea.BatchMsg) {
		go func() {
			select {
			case msgs <- cmd():
			case <-ctx.Done():
			}
		}()
	}
	all := fmt.Sprintf("in %s ", format.Count(uint64(n)))
	for {
		batch = <-msgs
		showBatch(m, batch)
		say(m, "balance")
		if strings.Contains(ansi.Strip(m.View().Content), all) {
			return m, batch
		}
	}
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1000) }
