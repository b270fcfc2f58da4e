package model

import (
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// The log says that an alert was matched with a part of a message, once.
func TestLogSaysThatALargeMessageWasMatchedInPart(t *testing.T) {
	t.Parallel()
	large := `{"s":"A","p":"1.75","note":"` + strings.Repeat("x", 300<<10) + `needle"}`
	more := make(chan struct{})
	server := feedtest.New(t, talk(feedtest.Do(func() { <-more }), feedtest.Send(large), feedtest.Send(large)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.m.options.UI.History = 16 << 20 // both messages, and what is said of them
	d.m.tabs.Divide(d.m.options.UI.History)
	d.sees("1.50")
	d.keys(":")
	d.types("alert match /needle/")
	d.keys("enter")
	d.wait("the alert", func() bool { return len(d.m.tab().Tab.Alerts().Rules()) == 1 })
	close(more)
	d.sees("of a large message only the first 256KiB are matched")
	d.wait("both messages", func() bool { return d.m.tab().Tab.History().Totals().Counts.Log >= 5 })
	said, history := 0, d.m.tab().Tab.History()
	for n, end := history.Range(); n < end; n++ {
		if e, _ := history.Entry(n); strings.Contains(string(e.Text), "only the first 256KiB") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("said %d times:\n%s", said, d.screen())
	}
}
