package headless

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sockeye/feed"
	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/eventlog"
)

const (
	// logEvery is how often changes are written.
	logEvery = time.Second
	// logQueue is what may wait until then, in bytes: only states, counts and labels of it are of interest, and these survive
	// when it is merged.
	logQueue = 256 << 10
)

// Log writes what changes on a feed to the event log until the feed ends. What cannot be written is lost; that it is so is an
// entry of the feed's log, once until it can be written again.
func Log(f *feed.Feed, log *eventlog.Log) {
	w := f.Watch()
	defer w.Close()
	w.SetLimit(logQueue)
	changes := eventlog.NewFollower(f.Preset().Name)
	failed := false
	write := func(lines []eventlog.Line) {
		for i := range lines {
			lines[i].Reason = f.Preset().Redact(lines[i].Reason)
		}
		err := log.Append(lines)
		if err != nil && !failed {
			f.Note(event.Trouble, fmt.Sprintf("changes are not in the event log: %v", err))
		}
		failed = err != nil
	}
	ended := make(chan struct{})
	go func() {
		f.Wait()
		close(ended)
	}()
	for {
		next, cancel := context.WithTimeout(context.Background(), eventlog.MarkEvery)
		batch, err := w.Next(next)
		cancel()
		now := time.Now()
		if batch != nil {
			write(append(changes.Follow(now, batch), alertLines(f.Preset().Name, w.Changes())...))
		}
		write(changes.Mark(now))
		if errors.Is(err, feed.ErrEnded) {
			write(changes.End(now))
			return
		}
		select { // who closes the feed waits for the log of it
		case <-time.After(logEvery):
		case <-ended:
		}
	}
}

// alertLines are the lines of alerts of a feed.
func alertLines(feed string, changes []alert.Change) (lines []eventlog.Line) {
	for _, c := range changes {
		if c.Owner != "" { // one operator's own, on a server of screens
			continue
		}
		line := eventlog.Line{At: c.At, Feed: feed, Label: c.Name, Labels: c.Names, Alert: c.Alert.String(), Over: c.State == alert.Over, Text: c.Text}
		if line.Over {
			line.Lasted = c.Lasted.Round(time.Millisecond).String()
		}
		lines = append(lines, line)
	}
	return lines
}
