package model

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/model/flow"
	"sockeye/model/pane"
)

// batchMsg brings what happened on a feed; batch is nil when it has ended.
type batchMsg struct {
	tab   *pane.Feed
	batch *event.Batch
}

// nextBatch waits for the next batch of a feed.
func nextBatch(ctx context.Context, t *pane.Feed) tea.Cmd {
	watcher := t.Tab.Watcher()
	return func() tea.Msg {
		batch, err := watcher.Next(ctx)
		if err != nil && ctx.Err() != nil {
			return nil
		}
		return batchMsg{tab: t, batch: batch}
	}
}

// awaited is how long a batch was waited for that all screens on the feed have waited for.
const awaited = time.Millisecond

// nextPaced waits for the next batch of a feed, when it is time to show it.
func nextPaced(ctx context.Context, control *flow.Control, t *pane.Feed) tea.Cmd {
	next := nextBatch(ctx, t)
	return func() tea.Msg {
		if !control.WaitBatch(ctx) {
			return nil
		}
		began := time.Now()
		batch := next()
		if time.Since(began) > awaited && !control.WaitTurn(ctx) {
			return nil
		}
		return batch
	}
}
