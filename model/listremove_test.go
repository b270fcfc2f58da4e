package model_test

import (
	"slices"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// waitListed waits until the watchlist has these rows.
func waitListed(d *driver, labels ...string) {
	d.t.Helper()
	d.wait("the rows "+strings.Join(labels, ", "), func() bool { return slices.Equal(d.listed(), labels) })
}

// TestARowThatHasNoDataIsRemoved has one that was rejected, by which the feed is not judged any more, and which comes back when
// it is subscribed again.
func TestARowThatHasNoDataIsRemoved(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk(feedtest.Expect(`{"op":"sub","args":["B"]}`), feedtest.Send(`{"op":"subbed","s":"B"}`), feedtest.Send(`{"s":"B","p":"2"}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50", "OPEN 1 rejected")
	d.keys("tab", "j")
	d.sees("✗▸B")
	d.keys("d")
	d.sees("B is removed: :sub B brings it back")
	d.misses("1 rejected")
	waitListed(d, "A")
	d.command("sub B")
	waitListed(d, "A", "B")
	d.sees("● B")
}

// TestARemovedRowIsBackWithData has a label of no subscription.
func TestARemovedRowIsBackWithData(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	server := feedtest.New(t, talk(feedtest.Send(`{"s":"C","p":"3"}`), feedtest.Silence(more), feedtest.Send(`{"s":"C","p":"4"}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	waitListed(d, "A", "B", "C")
	d.keys("tab", "j", "j", "d")
	d.sees("C is removed until it has data")
	waitListed(d, "A", "B")
	close(more)
	waitListed(d, "A", "B", "C")
}

func TestARowThatHasDataStays(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50", "OPEN 1 rejected")
	d.keys("tab", "d")
	d.sees("A has data: u unsubscribes it, and then it can be removed")
	waitListed(d, "A", "B")
}
