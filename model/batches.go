package model

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/model/flow"
)

// batchMsg brings what happened on a feed; batch is nil when it has ended.
type batchMsg struct {
	tab   *tab
	batch *event.Batch
	hits  []alert.Hit
}

// nextBatch waits for the next batch of a feed.
func nextBatch(ctx context.Context, t *tab) tea.Cmd {
	return func() tea.Msg {
		since := time.Now()
		t.asking.Store(&since)
		batch, err := t.watcher.Next(ctx)
		t.asking.Store(nil)
		if err != nil && ctx.Err() != nil {
			return nil
		}
		if batch == nil {
			return batchMsg{tab: t}
		}
		return batchMsg{tab: t, batch: batch, hits: t.matcher.Load().Hits(batch)}
	}
}

// nextPaced waits for the next batch of a feed, when it is time to show it; in a flood an extra batch is better than one
// that is merged away.
func nextPaced(ctx context.Context, control *flow.Control, t *tab) tea.Cmd {
	next := nextBatch(ctx, t)
	return func() tea.Msg {
		if !control.WaitBatch(ctx, t.watcher.Filling()) {
			return nil
		}
		return next()
	}
}
