package headless_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
)

// ticks is a preset with two rules that read the same records.
const ticks = `presets:
  ticks:
    url: %s
    alerts: ["* > 100 once"]
    reconnect: {stop: [4000]}
    events:
      - {match: {type: tick}, each: data.*, label: id, time: at, values: {a: a, b: b}}
      - {match: {type: tick}, each: data.*, label: id, values: {c: c, a: a}}
`

// bind returns the preset of a server with a conversation. alerts is one that it has; "" is `* > 100 once`.
func bind(t *testing.T, alerts string, conversation ...feedtest.Step) *preset.Bound {
	t.Helper()
	return bindTo(t, feedtest.New(t, append(feedtest.Conversation{}, conversation...)), alerts)
}

func bindTo(t *testing.T, server *feedtest.Server, alerts string) *preset.Bound {
	t.Helper()
	text := fmt.Sprintf(ticks, server.URL())
	if alerts != "" {
		text = strings.ReplaceAll(text, "* > 100 once", alerts)
	}
	return boundOf(t, []byte(text), preset.Env{})
}

// feedOf returns a feed of a server with a conversation. A tail starts it, and has all that it says.
func feedOf(t *testing.T, conversation ...feedtest.Step) *feed.Feed {
	t.Helper()
	f := feed.New(context.Background(), bind(t, "", conversation...), func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	return f
}

// simulatedFeedOf is feedOf in a bubble of testing/synctest.
func simulatedFeedOf(t *testing.T, conversation ...feedtest.Step) *feed.Feed {
	t.Helper()
	server := feedtest.NewSimulated(t, append(feedtest.Conversation{}, conversation...))
	f := feed.New(context.Background(), bindTo(t, server, ""), func(err error) { t.Error(err) }, feed.Connect(server.Connect))
	t.Cleanup(f.Close)
	return f
}

// line is what tests read of a line.
type line struct {
	At, Feed, Label, Time, State, Alert string
	Values                              map[string]json.RawMessage
	Dropped                             int
}

// run runs a tail to its end, which has to come, and returns its lines.
func run(t *testing.T, tail headless.Tail, f *feed.Feed) (lines []line, result headless.Result, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	var out bytes.Buffer
	result, err = tail.Run(ctx, &out, f)
	if ctx.Err() != nil {
		t.Fatalf("the tail does not end; it has written\n%s", out.String())
	}
	for text := range strings.Lines(out.String()) {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("%v in the line %s", err, text)
		}
		lines = append(lines, l)
	}
	return lines, result, err
}

func events(lines []line) (texts []string) {
	for _, l := range lines {
		if l.Values != nil {
			values, _ := json.Marshal(l.Values)
			texts = append(texts, l.Label+" "+string(values)+" "+l.Time)
		}
	}
	return texts
}

func TestEachRecordIsALineWithItsValues(t *testing.T) {
	f := feedOf(t, feedtest.Send(`{"type":"tick","data":[{"id":"X","at":1764126000,"a":1.50,"b":"2.500","c":12345678901234567890},{"id":"Y\u001b","a":null,"c":"0x10"}]}`),
		feedtest.Send(`{"type":"other"}`), feedtest.Silence(nil))
	lines, result, err := run(t, headless.Tail{Count: 2}, f)
	if result != headless.Done || err != nil {
		t.Errorf("result %v, %v", result, err)
	}
	got := strings.Join(events(lines), "\n")
	want := `X {"a":1.50,"b":2.500,"c":12345678901234567890} 2025-11-26T03:00:00Z` + "\n" + `Y` + "\x1b" + ` {"a":null,"c":16} `
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if lines[0].Feed != "ticks" || lines[0].State == "" {
		t.Errorf("the first line is %+v", lines[0])
	}
}

// tick is a message with one record.
func tick(id string, a float64) feedtest.Step {
	return feedtest.Send(fmt.Sprintf(`{"type":"tick","data":[{"id":"%s","a":%v}]}`, id, a))
}

func TestATailSelectsEvents(t *testing.T) {
	for name, test := range map[string]struct {
		tail headless.Tail
		want string
	}{
		"by label":         {headless.Tail{Label: "X*", Count: 2}, "X1 X2"},
		"by message":       {headless.Tail{Match: regexp.MustCompile(`"a":[34]`), Count: 2}, "Y X2"},
		"until an alert":   {headless.Tail{Until: "* > 100 once", Label: "Y"}, "Y"},
		"until their time": {headless.Tail{For: time.Second, Label: "X?"}, "X1 X2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			feedtest.Bubble(t, func(t *testing.T) {
				f := simulatedFeedOf(t, tick("X1", 1), tick("Y", 3), tick("X2", 4), tick("Z", 1000), feedtest.Silence(nil))
				lines, result, err := run(t, test.tail, f)
				if result != headless.Done || err != nil {
					t.Errorf("result %v, %v", result, err)
				}
				var labels []string
				for _, l := range lines {
					if l.Values != nil {
						labels = append(labels, l.Label)
					}
				}
				if got := strings.Join(labels, " "); got != test.want {
					t.Errorf("got %s", got)
				}
			})
		})
	}
}

func TestNothingInTimeIsAResultOfItsOwn(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		f := simulatedFeedOf(t, tick("X", 1), feedtest.Silence(nil))
		if _, result, err := run(t, headless.Tail{For: time.Second, Count: 2}, f); result != headless.Nothing || err == nil {
			t.Errorf("too few events: %v, %v", result, err)
		}
		f = simulatedFeedOf(t, feedtest.Silence(nil))
		if _, result, err := run(t, headless.Tail{For: time.Second}, f); result != headless.Nothing || err == nil {
			t.Errorf("no event: %v, %v", result, err)
		}
	})
}

func TestAFeedThatIsGivenUpFails(t *testing.T) {
	t.Parallel()
	f := feedOf(t, tick("X", 1), feedtest.Close(4000, "go away"))
	lines, result, err := run(t, headless.Tail{}, f)
	if result != headless.Failed || err == nil || !strings.Contains(err.Error(), "go away") {
		t.Errorf("%v, %v", result, err)
	}
	if !slices.ContainsFunc(lines, func(l line) bool { return l.State == "FAILED" }) || len(events(lines)) != 1 {
		t.Errorf("%d events in %+v", len(events(lines)), lines)
	}
}

// TestARawTailEndsWithItsFeed has one feed that is given up, and one that is closed.
func TestARawTailEndsWithItsFeed(t *testing.T) {
	t.Parallel()
	f := feedOf(t, tick("X", 1), feedtest.Close(4000, "go away"))
	lines, result, err := run(t, headless.Tail{Raw: true}, f)
	if result != headless.Failed || err == nil || !strings.Contains(err.Error(), "go away") {
		t.Errorf("%v, %v", result, err)
	}
	if last := lines[len(lines)-1]; last.State != "FAILED" {
		t.Errorf("the last line is %+v", last)
	}
	f = feedOf(t, tick("X", 1), feedtest.Silence(nil))
	go f.Close()
	if _, result, err := run(t, headless.Tail{Raw: true}, f); result != headless.Done || err != nil {
		t.Errorf("closed: %v, %v", result, err)
	}
}

// stuck is an output that accepts nothing until it is opened.
type stuck struct {
	open chan struct{}
	out  bytes.Buffer
}

func (s *stuck) Write(p []byte) (int, error) {
	<-s.open
	return s.out.Write(p)
}

// TestASlowReaderIsToldWhatItMissed has an output that stands still while more comes than may wait for it.
func TestASlowReaderIsToldWhatItMissed(t *testing.T) {
	t.Parallel()
	const n, size = 400, 100 << 10
	sent := make(chan struct{})
	steps := []feedtest.Step{}
	for i := range n {
		steps = append(steps, feedtest.Send(fmt.Sprintf(`{"type":"tick","data":[{"id":"X","a":%d}],"pad":"%s"}`, i, strings.Repeat("x", size))))
	}
	f := feedOf(t, append(steps, feedtest.Do(func() { close(sent) }), tick("last", 1), feedtest.Silence(nil))...)
	out := &stuck{open: make(chan struct{})}
	var wait sync.WaitGroup
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	wait.Go(func() {
		tail := headless.Tail{Until: "* > 100 once"}
		if result, err := tail.Run(ctx, out, f); result != headless.Done || err != nil {
			t.Errorf("%v, %v", result, err)
		}
	})
	<-sent // the feed did not wait for the reader
	close(out.open)
	wait.Wait()
	lines, dropped := 0, 0
	for text := range strings.Lines(out.out.String()) {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatal(err)
		}
		if l.Values != nil {
			lines++
		}
		dropped += l.Dropped
	}
	if dropped == 0 || lines+dropped > n+1 {
		t.Errorf("%d events and %d dropped of %d", lines, dropped, n+1)
	}
}

func TestAnOutputThatCannotBeWrittenEndsTheTail(t *testing.T) {
	t.Parallel()
	f := feedOf(t, tick("X", 1), feedtest.Silence(nil))
	r, w := io.Pipe()
	r.Close()
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	if result, err := new(headless.Tail).Run(ctx, w, f); result != headless.Failed || err == nil || ctx.Err() != nil {
		t.Errorf("%v, %v", result, err)
	}
}

// seen is an output that says when it has a text.
type seen struct {
	bytes.Buffer
	text string
	has  chan struct{}
}

func (s *seen) Write(p []byte) (int, error) {
	if strings.Contains(string(p), s.text) {
		close(s.has)
	}
	return s.Buffer.Write(p)
}

// TestPlainIsForPeople has hostile text, which must not reach a terminal.
func TestPlainIsForPeople(t *testing.T) {
	t.Parallel()
	out := &seen{text: "ALERT", has: make(chan struct{})}
	f := feedOf(t, tick("X", 1), tick("X", 1000), feedtest.Silence(out.has), feedtest.Close(4000, "go\x1b[2Jaway"))
	if result, _ := (&headless.Tail{Plain: true}).Run(context.Background(), out, f); result != headless.Failed {
		t.Errorf("%v", result)
	}
	for _, want := range []string{"ticks is OPEN\n", "ticks X: ALERT: ", "ticks is FAILED: ", "go␛[2Jaway"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	if strings.ContainsAny(out.String(), "\x1b{") {
		t.Errorf("this is not for people:\n%s", out.String())
	}
}

// TestALosslessTailHasTheFeedWait has an output that stands still while more comes than may wait, for events and for raw frames:
// nothing is missing, and what is waited is said.
func TestALosslessTailHasTheFeedWait(t *testing.T) {
	for name, raw := range map[string]bool{"events": false, "raw": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const n, size = 400, 100 << 10
			steps := []feedtest.Step{}
			for i := range n {
				steps = append(steps, feedtest.Send(fmt.Sprintf(`{"type":"tick","data":[{"id":"X","a":%d}],"pad":"%s"}`, i, strings.Repeat("x", size))))
			}
			f := feed.New(context.Background(), bind(t, "", append(steps, feedtest.Silence(nil))...), func(err error) { t.Error(err) })
			t.Cleanup(f.Close)
			out := &stuck{open: make(chan struct{})}
			var reports []string
			tail := headless.Tail{Lossless: true, Raw: raw, Count: n, Report: func(text string) { reports = append(reports, text) }}
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				if result, err := tail.Run(context.Background(), out, f); result != headless.Done || err != nil {
					t.Errorf("%v, %v", result, err)
				}
			}()
			for end := time.Now().Add(feedtest.Patience); f.Waited() == 0; time.Sleep(5 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("the feed does not wait")
				}
			}
			close(out.open)
			<-ended
			lines := 0
			for text := range strings.Lines(out.out.String()) {
				if strings.Contains(text, `"dropped"`) {
					t.Errorf("something is dropped: %s", text)
				}
				if strings.Contains(text, `"a":`) {
					lines++
				}
			}
			if lines != n {
				t.Errorf("%d lines of %d events", lines, n)
			}
			if len(reports) == 0 || !strings.Contains(reports[0], "ticks: the output is slow") {
				t.Errorf("it is not said: %q", reports)
			}
		})
	}
}

// TestEachMessageOfAnAddressIsAnEvent without values: it is counted, and has a line.
func TestEachMessageOfAnAddressIsAnEvent(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, feedtest.Conversation{feedtest.Send(`{"a":1}`), feedtest.Send(`{"a":2}`), feedtest.Send("text"), feedtest.Silence(nil)})
	bound := boundOf(t, []byte("presets: {plain: {url: \""+server.URL()+"\"}}"), preset.Env{})
	f := feed.New(context.Background(), bound, func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	lines, result, err := run(t, headless.Tail{Count: 2, Match: regexp.MustCompile("2|text")}, f)
	if result != headless.Done || err != nil {
		t.Errorf("%v, %v", result, err)
	}
	events := slices.DeleteFunc(lines, func(l line) bool { return l.Values == nil })
	if len(events) != 2 || events[0].Label != "plain" || len(events[0].Values) > 0 {
		t.Errorf("the events are %+v", events)
	}
}
