package model_test

import (
	"strings"
	"testing"

	"sockeye/feed/feedtest"
	"sockeye/model"
)

// The log says that an alert was matched with a part of a message, once.
func TestLogSaysThatALargeMessageWasMatchedInPart(t *testing.T) {
	t.Parallel()
	large := `{"s":"A","p":"1.75","note":"` + strings.Repeat("x", 300<<10) + `needle"}`
	more := make(chan struct{})
	server := feedtest.New(t, talk(feedtest.Do(func() { <-more }), feedtest.Send(large), feedtest.Send(large)))
	// There is space for both messages, and what is said of them.
	d := driveWith(t, func(o *model.Options) { o.UI.History = 16 << 20 }, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	d.command("alert match /needle/")
	d.wait("the alert", func() bool { return len(d.feed().Alerts().Rules()) == 1 })
	close(more)
	d.sees("of a large message only the first 256KiB are matched")
	d.wait("both messages", func() bool { return d.history().Totals().Counts.Log >= 5 })
	said, history := 0, d.history()
	for n, end := history.Range(); n < end; n++ {
		if e, _ := history.Entry(n); strings.Contains(string(e.Text), "only the first 256KiB") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("said %d times:\n%s", said, d.screen())
	}
}
