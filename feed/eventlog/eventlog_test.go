package eventlog_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/eventlog"
)

var start = time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)

// at is so many minutes after the start.
func at(minutes float64) time.Time {
	return start.Add(time.Duration(minutes * float64(time.Minute)))
}

// read returns all lines of a log.
func read(t *testing.T, l *eventlog.Log) (lines []eventlog.Line) {
	t.Helper()
	unreadable, err := l.Read(time.Time{}, func(line *eventlog.Line) { lines = append(lines, *line) })
	if err != nil || unreadable > 0 {
		t.Errorf("%d lines are unreadable: %v", unreadable, err)
	}
	return lines
}

func TestWhatIsAppendedIsRead(t *testing.T) {
	l := eventlog.New(filepath.Join(t.TempDir(), "not", "there"))
	if got := read(t, l); len(got) != 0 {
		t.Errorf("a log that is not there has %v", got)
	}
	wanted := []eventlog.Line{
		{At: at(0), Feed: "kraken", Watch: eventlog.Begin},
		{At: at(1), Feed: "kraken", State: "RETRY", Reason: "1006 \x1b[31m<&>\n", RetryIn: "1.5s"},
		{At: at(2), Feed: "kraken", Label: "XBT/USD", Alert: "silent 10s", Text: "silent for 10 s"},
	}
	for _, line := range wanted {
		if err := l.Append([]eventlog.Line{line}); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, l); !reflect.DeepEqual(got, wanted) {
		t.Errorf("got %+v", got)
	}
	var since []eventlog.Line
	if _, err := l.Read(at(2), func(line *eventlog.Line) { since = append(since, *line) }); err != nil || len(since) != 1 {
		t.Errorf("since the last: %v, %v", since, err)
	}
}

func TestTheFilesAreBounded(t *testing.T) {
	folder := t.TempDir()
	l := eventlog.New(folder)
	reason := strings.Repeat("x", 100<<10)
	for i := range 400 {
		if err := l.Append([]eventlog.Line{{At: at(float64(i)), Feed: "a", State: "RETRY", Reason: reason}}); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var size int64
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	if size > eventlog.MaxBytes || len(files) != 2 {
		t.Errorf("%d files with %d bytes", len(files), size)
	}
	lines := read(t, l)
	if newest := lines[len(lines)-1].At; len(lines) < 80 || !newest.Equal(at(399)) {
		t.Errorf("%d lines, the last one of %v", len(lines), newest)
	}
	for i := 1; i < len(lines); i++ {
		if !lines[i-1].At.Before(lines[i].At) {
			t.Fatalf("line %d is out of order", i)
		}
	}
}

func TestSeveralProgramsAppendWholeLines(t *testing.T) {
	folder := t.TempDir()
	var wait sync.WaitGroup
	for program := range 4 {
		wait.Go(func() {
			l := eventlog.New(folder)
			for i := range 200 {
				if err := l.Append([]eventlog.Line{{At: at(float64(i)), Feed: fmt.Sprint(program), State: "OPEN"}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if got := read(t, eventlog.New(folder)); len(got) != 800 {
		t.Errorf("%d lines of 800", len(got))
	}
}

func TestLinesThatCannotBeReadAreCounted(t *testing.T) {
	folder := t.TempDir()
	text := `{"at":"2026-11-26T09:00:00Z","feed":"a","state":"OPEN"}
not json
{"at":"2026-11-26T09:00:01Z"}

{"at":"2026-11-26T09:00:02Z","feed":"a","state":"RET`
	if err := os.WriteFile(filepath.Join(folder, "events.ndjson"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	n := 0
	unreadable, err := eventlog.New(folder).Read(time.Time{}, func(*eventlog.Line) { n++ })
	if n != 1 || unreadable != 3 || err != nil {
		t.Errorf("%d lines, %d unreadable, %v", n, unreadable, err)
	}
}

func TestALogThatCannotBeWrittenIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := eventlog.New(file).Append([]eventlog.Line{{At: start, Feed: "a", State: "OPEN"}})
	if err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("the error does not name the file: %v", err)
	}
}

// TestChangesBecomeLines follows the batches of a feed.
func TestChangesBecomeLines(t *testing.T) {
	f := eventlog.NewFollower("kraken")
	var got []string
	follow := func(minutes float64, b *event.Batch) {
		for _, line := range f.Follow(at(minutes), b) {
			got = append(got, strings.TrimSpace(string(line.Append(nil))))
		}
	}
	live := event.Status{State: event.Open, Since: at(0)}
	labels := func(state event.SubscriptionState, since float64) event.Labels {
		list := []event.Label{{Symbol: "A", Name: "A", State: state, Since: at(since)}, {Name: "came along"}}
		return event.Labels{}.Renew(len(list), nil, func(n int32) event.Label { return list[n] })
	}
	first := labels(event.Live, 0)
	follow(0, &event.Batch{Status: live, Labels: first})
	follow(1, &event.Batch{Status: live, Labels: first})
	follow(2, &event.Batch{Status: live, Labels: labels(event.SubscriptionStale, 2)})
	follow(3, &event.Batch{Status: live, Labels: labels(event.Live, 3), Counts: event.Counts{Gaps: 2, Dropped: 7}})
	follow(4, &event.Batch{Status: event.Status{State: event.Retry, Since: at(4), Reason: "lost", RetryAt: at(4).Add(time.Second)}, Labels: labels(event.Queued, 4)})
	wanted := []string{
		`{"at":"2026-11-26T09:00:00Z","feed":"kraken","watch":"begin"}`,
		`{"at":"2026-11-26T09:00:00Z","feed":"kraken","state":"OPEN"}`,
		`{"at":"2026-11-26T09:00:00Z","feed":"kraken","label":"A","subscription":"live"}`,
		`{"at":"2026-11-26T09:02:00Z","feed":"kraken","label":"A","subscription":"stale"}`,
		`{"at":"2026-11-26T09:03:00Z","feed":"kraken","label":"A","subscription":"live"}`,
		`{"at":"2026-11-26T09:03:00Z","feed":"kraken","gap":2,"dropped":7}`,
		`{"at":"2026-11-26T09:04:00Z","feed":"kraken","state":"RETRY","reason":"lost","retry_in":"1s"}`,
		`{"at":"2026-11-26T09:04:00Z","feed":"kraken","label":"A","subscription":"pending, not asked for yet"}`,
	}
	if !reflect.DeepEqual(got, wanted) {
		t.Errorf("got\n%s\nwanted\n%s", strings.Join(got, "\n"), strings.Join(wanted, "\n"))
	}
	if lines := f.Mark(at(4)); lines != nil {
		t.Errorf("marks: %v", lines)
	}
	if lines := f.Mark(at(6)); len(lines) != 1 || lines[0].Watch != eventlog.Goes {
		t.Errorf("marks: %v", lines)
	}
}

// report makes a report of the hour after the start, of lines as they are in the file.
func report(t *testing.T, lines string) string {
	t.Helper()
	r := eventlog.NewReport(at(0), at(60))
	for text := range strings.Lines(lines) {
		minutes, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
		var m float64
		if _, err := fmt.Sscan(minutes, &m); err != nil {
			t.Fatal(err)
		}
		var line eventlog.Line
		if err := json.Unmarshal([]byte(rest), &line); err != nil {
			t.Fatal(err)
		}
		line.At = at(m)
		r.Add(&line)
	}
	var out strings.Builder
	if err := r.Write(&out, time.UTC, func(s string) string { return s }); err != nil {
		t.Fatal(err)
	}
	var fields []string
	for line := range strings.Lines(out.String()) {
		fields = append(fields, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(fields, "\n")
}

func TestTheReportAddsUp(t *testing.T) {
	got := report(t, `-30 {"feed":"a","watch":"begin"}
		-20 {"feed":"a","state":"RETRY","reason":"before"}
		-10 {"feed":"a","state":"OPEN"}
		-10 {"feed":"a","label":"X","subscription":"stale"}
		5 {"feed":"a","label":"X","subscription":"live"}
		10 {"feed":"a","state":"RETRY","reason":"1006"}
		10.5 {"feed":"a","state":"CONNECTING"}
		11 {"feed":"a","state":"OPEN"}
		20 {"feed":"a","state":"STALE"}
		22 {"feed":"a","state":"OPEN"}
		23 {"feed":"a","gap":2}
		24 {"feed":"a","filled":1,"dropped":5}
		30 {"feed":"a","label":"Y","subscription":"rejected","reason":"no"}
		31 {"feed":"a","label":"Z","subscription":"not sent","reason":"h may have no secrets"}
		31 {"feed":"a","label":"Y","alert":"silent 10s"}
		32 {"feed":"a","label":"Y","alert":"silent 10s","over":true}
		33 {"feed":"a","label":"Z","subscription":"pending"}
		40 {"feed":"b","watch":"begin"}
		40 {"feed":"b","state":"OPEN"}
		50 {"feed":"b","watch":"end"}
		58 {"feed":"a","watch":"goes"}
		70 {"feed":"a","state":"RETRY","reason":"after"}`)
	wanted := `2026-11-26 09:00:00 to 2026-11-26 10:00:00 UTC

feed watched down stale gaps late dropped alerts most frequent reason
a 1h0m0s 1m0s, 1 x 2m0s, 1 x 2 1 5 1 1006
b 10m0s – – 0 0 0 0

feed subscription stale not subscribed alerts
a Y – 30m0s, 1 x, rejected 1
a X 5m0s, 1 x – 0
a Z – 2m0s, 1 x, not sent 0`
	if got != wanted {
		t.Errorf("got\n%s\nwanted\n%s", got, wanted)
	}
}

// TestNothingIsKnownAfterAProgramWasKilled has no line for its end.
func TestNothingIsKnownAfterAProgramWasKilled(t *testing.T) {
	got := report(t, `0 {"feed":"a","watch":"begin"}
		0 {"feed":"a","state":"OPEN"}
		5 {"feed":"a","watch":"goes"}
		6 {"feed":"a","state":"RETRY","reason":"lost"}
		30 {"feed":"a","watch":"begin"}
		30 {"feed":"a","state":"OPEN"}
		35 {"feed":"a","watch":"goes"}`)
	if !strings.Contains(got, "\na 11m0s – ") {
		t.Errorf("got\n%s", got)
	}
}

func TestAReportOfNothingSaysSo(t *testing.T) {
	if got := report(t, ""); !strings.Contains(got, "no feed was watched") {
		t.Errorf("got %s", got)
	}
}

// TestTheReportSaysHowLongTheNetworkWasLost, which is about no feed.
func TestTheReportSaysHowLongTheNetworkWasLost(t *testing.T) {
	begin := time.Date(2026, 11, 26, 6, 0, 0, 0, time.UTC)
	log := eventlog.New(t.TempDir())
	if err := log.Append([]eventlog.Line{
		{At: begin, Feed: "a", Watch: eventlog.Begin},
		{At: begin.Add(time.Minute), Network: eventlog.Lost, Text: "network: all 2 were lost"},
		{At: begin.Add(2 * time.Minute), Network: eventlog.Back, Lasted: "1m0s"},
		{At: begin.Add(3 * time.Minute), Network: eventlog.Lost},
		{At: begin.Add(4 * time.Minute), Feed: "a", Watch: eventlog.End},
	}); err != nil {
		t.Fatal(err)
	}
	r := eventlog.NewReport(begin, begin.Add(4*time.Minute))
	unreadable, err := log.Read(begin, r.Add)
	var text strings.Builder
	if err := errors.Join(err, r.Write(&text, time.UTC, func(s string) string { return s })); err != nil || unreadable != 0 {
		t.Fatal(unreadable, err)
	}
	if want := "the network of this machine was lost: 2m0s, 2 x"; !strings.Contains(text.String(), want) {
		t.Errorf("%s\nwant %s", text.String(), want)
	}
}
