package model

import (
	"bytes"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
)

// The beginning of a large text has no part of a secret, wherever it is cut.
func TestBeginningOfALargeTextHasNoSecret(t *testing.T) {
	t.Parallel()
	const secret = "hunter2-hunter2"
	presets, err := preset.Parse("test.yaml", []byte(`
presets:
  p:
    url: "ws://127.0.0.1:1/${secret:S}"
    events: [{match: {s: "*"}, label: s}]
`))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{LookupEnv: func(string) (string, bool) { return secret, true }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	tab := drive(t, bound).m.tab()
	const most = 1000
	for before := most - 20; before < most+longestSecret+20; before += 1 + before/100 {
		text := []byte(strings.Repeat("x", before) + secret + strings.Repeat("y", 3*longestSecret))
		head := tab.redactedHead(text, most)
		if len(head) > most || len(head) < most-len("•••") || bytes.Contains(head, []byte("hunt")) {
			t.Fatalf("a secret after %d bytes: %d bytes, which end in %q", before, len(head), head[len(head)-20:])
		}
	}
}

// The log says that an alert was matched with a part of a message, once.
func TestLogSaysThatALargeMessageWasMatchedInPart(t *testing.T) {
	t.Parallel()
	large := `{"s":"A","p":"1.75","note":"` + strings.Repeat("x", 300<<10) + `needle"}`
	more := make(chan struct{})
	server := feedtest.New(t, talk(feedtest.Do(func() { <-more }), feedtest.Send(large), feedtest.Send(large)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.m.options.UI.History = 16 << 20 // both messages, and what is said of them
	d.m.tabs.divide(d.m.options.UI.History)
	d.sees("1.50")
	d.keys(":")
	d.types("alert match /needle/")
	d.keys("enter")
	d.wait("the alert", func() bool { return len(d.m.tab().alerts.Rules()) == 1 })
	close(more)
	d.sees("of a large message only the first 256KiB are matched")
	d.wait("both messages", func() bool { return d.m.tab().history.Totals().Counts.Log >= 5 })
	said, history := 0, d.m.tab().history
	for n, end := history.Range(); n < end; n++ {
		if e, _ := history.Entry(n); strings.Contains(string(e.Text), "only the first 256KiB") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("said %d times:\n%s", said, d.screen())
	}
}
