package model

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/notify"
	"sockeye/model/config"
	"sockeye/model/flow"
	"sockeye/model/recall"
	"sockeye/widgets/theme"
)

// TestFeedsShareTheQueue has screens that take nothing in, and as much on their first feed as may wait for one that is
// alone, but not for one of four.
func TestFeedsShareTheQueue(t *testing.T) {
	t.Parallel()
	const n, size = 2048, 3 << 10
	for _, feeds := range []int{1, 4} {
		t.Run(fmt.Sprint(feeds), func(t *testing.T) {
			t.Parallel()
			begin := make(chan struct{})
			conversation := talk(feedtest.Silence(begin))
			for range n {
				conversation = append(conversation, feedtest.Send(strings.Repeat("x", size)))
			}
			server := feedtest.New(t, append(conversation, feedtest.Silence(nil)))
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			t.Cleanup(cancel)
			var all []*feed.Feed
			for i := range feeds {
				address := server.URL()
				if i > 0 {
					address = "ws://127.0.0.1:1" // where nobody is
				}
				f := feed.Start(ctx, ticks(t, fmt.Sprint("feed", i), address), func(err error) { t.Error(err) })
				t.Cleanup(f.Close)
				all = append(all, f)
			}
			commands := notify.NewCommands()
			t.Cleanup(commands.Close)
			m := New(ctx, all, Options{
				Settings: Settings{Keys: DefaultKeys(), Location: time.UTC, UI: config.UI{History: 64 << 20}},
				Theme:    theme.Default(), Flow: flow.New(false), Recall: &recall.Lines{}, Commands: commands,
			})
			other := all[0].Watch()
			close(begin)
			for in := int64(0); in < n; {
				b, err := other.Next(ctx)
				if err != nil {
					t.Fatal(err)
				}
				in += b.Counts.Unmatched
			}
			b, err := m.tabs[0].watcher.Next(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if c := b.Counts; c.In < n || c.In != c.Log+c.Heartbeats+c.Dropped || c.Dropped > 0 != (feeds > 1) {
				t.Errorf("what has waited for a screen with %d feeds: %+v", feeds, c)
			}
		})
	}
}
