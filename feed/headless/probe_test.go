package headless_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
)

// probed is a preset with everything that a probe tests.
const probed = `presets:
  probed:
    url: %s
    params: {symbols: [X, Y]}
    hello: [{wait: {hello: "*"}}]
    subscribe: {send: {sub: "${symbol}"}, ack: {ok: "${symbol}"}, fail: {no: "${symbol}"}, reason: why}
    seq: {at: seq, step: 1}
%s
    events: [{match: {id: "*"}, label: id, time: at, value: v}]
`

// probe runs a probe against a server with a conversation, in a bubble of testing/synctest: what a server does in time is done,
// however slow the machine is.
func probe(t *testing.T, p headless.Probe, more string, steps ...feedtest.Step) *headless.Report {
	t.Helper()
	server := feedtest.NewSimulated(t, append(feedtest.Conversation{}, steps...))
	return probeAt(t, p, server.URL(), more, feed.Connect(server.Connect))
}

func probeAt(t *testing.T, p headless.Probe, url, more string, options ...feed.Option) *headless.Report {
	t.Helper()
	bound := boundOf(t, fmt.Appendf(nil, probed, url, more), preset.Env{})
	f := feed.New(context.Background(), bound, func(err error) { t.Error(err) }, options...)
	t.Cleanup(f.Close)
	return p.Run(context.Background(), f)
}

// verdicts returns the steps of a report in short.
func verdicts(r *headless.Report) string {
	var texts []string
	for _, s := range r.Steps {
		texts = append(texts, s.Title()+" "+s.Verdict.String())
	}
	return strings.Join(texts, ", ")
}

// began is when the clock of a bubble of testing/synctest begins.
var began = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// The steps of a server.
var (
	hello = feedtest.Send(`{"hello":1}`)
	asks  = func(symbol string) feedtest.Step { return feedtest.Expect(`{"sub":"` + symbol + `"}`) }
	ack   = func(symbol string) feedtest.Step { return feedtest.Send(`{"ok":"` + symbol + `","seq":1}`) }
	data  = func(symbol string, seq, value int) feedtest.Step {
		return feedtest.Send(fmt.Sprintf(`{"id":"%s","seq":%d,"v":%d,"at":%d}`, symbol, seq, value, began.Add(-5*time.Second).UnixMilli()))
	}
)

func TestAProbeTestsEachStep(t *testing.T) {
	short := headless.Probe{Within: 300 * time.Millisecond}
	long := headless.Probe{Within: feedtest.Patience}
	for name, test := range map[string]struct {
		probe headless.Probe
		more  string
		steps []feedtest.Step
		want  string
		says  string
	}{
		"all well":        {long, "", []feedtest.Step{hello, asks("X"), asks("Y"), ack("X"), data("X", 2, 1), data("Y", 3, 1), data("Y", 4, 2)}, "dial ok, hello ok, ack X ok, ack Y ok, data X ok, data Y ok, moved ok, sequence ok", ""},
		"no hello":        {short, "", nil, "dial ok, hello failed", "not over within 300ms"},
		"a rejection":     {long, "", []feedtest.Step{hello, asks("X"), asks("Y"), feedtest.Send(`{"no":"Y","why":"unknown"}`), data("X", 2, 1), data("X", 3, 2)}, "dial ok, hello ok, ack X ok, ack Y failed, data X ok, moved ok, sequence ok", "ack Y: rejected: unknown"},
		"no data":         {short, "", []feedtest.Step{hello, asks("X"), asks("Y"), ack("X"), ack("Y"), data("X", 2, 1), data("X", 3, 2)}, "dial ok, hello ok, ack X ok, ack Y ok, data X ok, data Y failed, moved ok, sequence ok", "data Y: none within 300ms"},
		"no answer":       {short, "", []feedtest.Step{hello, asks("X"), asks("Y"), data("X", 2, 1), data("X", 3, 2)}, "dial ok, hello ok, ack X ok, ack Y failed, data X ok, moved ok, sequence ok", "ack Y: no answer within 300ms"},
		"nothing moves":   {short, "", []feedtest.Step{hello, asks("X"), asks("Y"), ack("X"), ack("Y"), data("X", 2, 1), data("Y", 3, 2), data("X", 4, 1)}, "dial ok, hello ok, ack X ok, ack Y ok, data X ok, data Y ok, moved failed, sequence ok", "moved: no value has changed within 300ms"},
		"a gap":           {long, "", []feedtest.Step{hello, asks("X"), asks("Y"), data("X", 2, 1), data("Y", 9, 1), data("Y", 10, 2)}, "dial ok, hello ok, ack X ok, ack Y ok, data X ok, data Y ok, moved ok, sequence failed", "sequence: 1 gap"},
		"no number":       {long, "", []feedtest.Step{hello, asks("X"), asks("Y"), feedtest.Send(`{"id":"X","v":1}`), feedtest.Send(`{"id":"Y","v":1}`), feedtest.Send(`{"id":"Y","v":2}`)}, "dial ok, hello ok, ack X ok, ack Y ok, data X ok, data Y ok, moved ok, sequence warning", "no message had a number"},
		"a lag":           {headless.Probe{Within: feedtest.Patience, MaxLag: time.Second}, "", []feedtest.Step{hello, asks("X"), asks("Y"), data("X", 2, 1), data("Y", 3, 1), data("Y", 4, 2)}, "dial ok, hello ok, ack X ok, ack Y ok, data X ok, data Y ok, moved ok, sequence ok, lag failed", "more than 1s"},
		"a closed market": {short, `    hours: {days: Mon, from: "00:00", to: "00:00:01"}`, []feedtest.Step{hello, asks("X"), asks("Y"), ack("X"), ack("Y"), data("X", 2, 1)}, "dial ok, hello ok, ack X ok, ack Y ok, data X ok, data Y skipped, moved skipped, sequence ok", ""},
		"a hang-up":       {long, "", []feedtest.Step{hello, asks("X"), asks("Y"), feedtest.Close(1008, "who are you")}, "dial ok, hello ok, connection failed", "connection: lost: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name != "a hang-up" {
				test.steps = append(test.steps, feedtest.Silence(nil))
			}
			feedtest.Bubble(t, func(t *testing.T) {
				r := probe(t, test.probe, test.more, test.steps...)
				if got := verdicts(r); got != test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
				if got := r.Failures(); !strings.Contains(got, test.says) || (test.says == "") != (got == "") {
					t.Errorf("it says %q", got)
				}
			})
		})
	}
}

// TestAnyDataIsThatOfAFeedThatIsNotAsked, whatever its events are about.
func TestAnyDataIsThatOfAFeedThatIsNotAsked(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, feedtest.Conversation{feedtest.Send(`{"id":"X","v":1}`), feedtest.Send(`{"id":"X","v":2}`), feedtest.Silence(nil)})
	bound := boundOf(t, fmt.Appendf(nil, "presets: {plant: {url: %q, events: [{match: {id: \"*\"}, label: id, value: v}]}}", server.URL()), preset.Env{})
	f := feed.New(t.Context(), bound, func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	if got := verdicts((&headless.Probe{Within: feedtest.Patience}).Run(t.Context(), f)); got != "dial ok, data plant ok, moved ok" {
		t.Errorf("got %s", got)
	}
}

// TestAProbeEndsInTime has a server that accepts the connection and says nothing to it.
func TestAProbeEndsInTime(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		r := probe(t, headless.Probe{Within: time.Second}, "    connect_timeout: 200ms", feedtest.NoAnswer())
		if got := verdicts(r); got != "dial failed" || r.Took != 200*time.Millisecond {
			t.Errorf("%s after %v", got, r.Took)
		}
	})
}

func TestAProbeSaysHowLongTheCertificateIsValid(t *testing.T) {
	t.Parallel()
	server := feedtest.NewTLS(t, feedtest.Conversation{hello, asks("X"), asks("Y"),
		feedtest.Send(`{"id":"X","seq":2,"v":1}`), feedtest.Send(`{"id":"Y","seq":3,"v":1}`), feedtest.Send(`{"id":"Y","seq":4,"v":2}`), feedtest.Silence(nil)})
	r := probeAt(t, headless.Probe{Within: feedtest.Patience, MinDays: 10_000}, server.URL(), "    tls: {insecure: true}")
	if got := verdicts(r); got != "dial ok, TLS warning, hello ok, ack X ok, ack Y ok, data X ok, data Y ok, moved ok, sequence ok" || r.Days < 0 {
		t.Errorf("%s, %d days", got, r.Days)
	}
	if _, code := r.Nagios(time.Second, strings.ToUpper); code != 1 {
		t.Errorf("code %d", code)
	}
}

func TestReportsAreForPeopleAndPrograms(t *testing.T) {
	r := &headless.Report{Feed: "f", Days: -1, Wanted: 2, Data: 1, Took: 1500 * time.Millisecond, Steps: []headless.Step{
		{Name: "dial", After: time.Millisecond, Detail: "h:1"},
		{Name: "data", Symbol: "X|\n", Verdict: headless.Missed, Detail: "no | data"},
	}}
	harmless := func(s string) string { return strings.ReplaceAll(s, "\n", "␊") }
	line, code := r.Nagios(10*time.Second, harmless)
	if want := "CRITICAL - f: data X/␊: no / data | time=1.500s;;10 data=1;;;0;2 gaps=0"; line != want || code != 2 {
		t.Errorf("%q, %d", line, code)
	}
	var table, text strings.Builder
	if err := r.WriteTable(&table, harmless); err != nil || !strings.Contains(table.String(), "f  data X|␊  failed       no | data\n") {
		t.Errorf("%v\n%s", err, table.String())
	}
	var back struct {
		OK    bool
		Steps []struct{ Name, Symbol, Verdict string }
	}
	if err := r.WriteJSON(&text); err != nil || json.Unmarshal([]byte(text.String()), &back) != nil || back.OK || back.Steps[1].Symbol != "X|\n" || back.Steps[1].Verdict != "failed" {
		t.Errorf("%v %s", err, text.String())
	}
}
