package model

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// answerMsg brings what became of something that was asked of a feed.
type answerMsg struct {
	err  error
	then func(err error)
}

// await waits for what becomes of something that was asked of a feed, which may be busy with a long frame, while keys and
// data go on, or until ctx ends. then is called in Update. What is asked for one after the other is done in that order, whoever waits for it.
func await(ctx context.Context, answer <-chan error, then func(err error)) tea.Cmd {
	return func() tea.Msg {
		select {
		case err := <-answer:
			return answerMsg{err, then}
		case <-ctx.Done():
			return nil
		}
	}
}
