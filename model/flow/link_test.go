package flow

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

// linkAt is a link with a clock that starts at 0.
type linkAt struct {
	link
	t *testing.T
}

func at(ms int) time.Time { return time.Unix(1000, 0).Add(time.Duration(ms) * time.Millisecond) }

// writes writes so many bytes, and compares whether the write ends with a query.
func (l *linkAt) writes(ms, bytes int, want bool) {
	l.t.Helper()
	if got := l.wrote(bytes, at(ms)); got != want {
		l.t.Errorf("%d ms: a render of %d bytes ends with a query: %v, want %v", ms, bytes, got, want)
	}
}

func (l *linkAt) replies(ms ...int) {
	for _, ms := range ms {
		l.reply(at(ms))
	}
}

// isDue compares when data may be shown.
func (l *linkAt) isDue(want int) {
	l.t.Helper()
	if got := l.due(); !got.Equal(at(want)) {
		l.t.Errorf("data may be shown at %d ms, want %d", got.Sub(at(0)).Milliseconds(), want)
	}
}

const (
	noQuery   = false
	withQuery = true
)

// near is a link to a terminal that has replied.
func near(t *testing.T) *linkAt {
	l := &linkAt{t: t}
	l.writes(0, 400, withQuery)
	l.replies(40)
	return l
}

func TestLinkWaitsForTheReply(t *testing.T) {
	l := &linkAt{t: t}
	l.writes(0, 5120, withQuery)
	l.isDue(2000 + 5000)
	l.replies(1040)
	l.isDue(0)
	l.writes(4100, 100, withQuery)
	l.writes(4110, 100, withQuery) // a key was pressed
	l.replies(4140)
	if !l.due().After(at(7000)) {
		t.Error("a reply is matched to the query after it")
	}
	l.replies(4150)
	l.isDue(4110)
}

// TestLateRepliesEndTheWait has replies come when they are no longer waited for, or not at all. In the end, every render waits for
// its own.
func TestLateRepliesEndTheWait(t *testing.T) {
	for _, tt := range []struct {
		name string
		late []int // replies to the render that was waited for in vain, and to the one after it
	}{
		{"late", []int{9000, 9100}},
		{"some late", []int{9000}},
		{"lost", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := near(t)
			l.writes(100, 400, withQuery)
			l.writes(8000, 400, withQuery) // longer than any wait
			l.replies(tt.late...)
			ms := 20_000
			for range 4 { // until it is sure of what is lost
				ms = max(ms, int(l.due().Sub(at(0)).Milliseconds())+1)
				if l.wrote(400, at(ms)) {
					l.replies(ms + 50)
				}
				ms += 50
			}
			if l.queries.pending() {
				t.Fatal("replies are waited for that will not come")
			}
			l.writes(ms+100, 400, withQuery)
			l.replies(ms + 150)
			l.isDue(ms + 100)
		})
	}
}

func TestLateRepliesBelongToTheirQueries(t *testing.T) {
	l := near(t)
	l.writes(100, 400, withQuery)
	l.writes(8000, 400, withQuery)
	l.replies(9000)
	if !l.due().After(at(12_000)) {
		t.Error("the reply to the first render is matched to the second")
	}
	l.replies(9100)
	l.isDue(8000)
}

func TestLinkToATerminalThatNeverReplies(t *testing.T) {
	l := &linkAt{t: t}
	l.writes(0, 1024, withQuery)
	l.isDue(2000 + 1000)
	l.writes(3000, 1000, noQuery)
	l.isDue(3000)
	l.writes(9900, 1000, noQuery)
	l.writes(10_000, 1000, withQuery) // once in a while
	l.isDue(10_000)
	l.replies(10_040) // it has learned to
	l.writes(10_100, 100, withQuery)
	if !l.due().After(at(13_000)) {
		t.Error("a terminal that has begun to reply is not waited for")
	}
}

func TestLinkToATerminalThatStopsReplying(t *testing.T) {
	l := near(t)
	ms := 100
	l.writes(ms, 100, withQuery)
	for _, timeout := range []int{3550, 7100, 14200, 28400, 30000, 30000} {
		if got := l.due().Sub(at(ms)).Milliseconds(); got/100 != int64(timeout)/100 {
			t.Fatalf("it is waited for for %d ms, want %d", got, timeout)
		}
		ms = int(l.due().Sub(at(0)).Milliseconds()) + 1
		l.writes(ms, 100, withQuery) // a render now and then, and not a buffer full of them
	}
	l.queries.keyPressed() // an operator is there all the same
	l.isDue(ms)
	l.writes(ms+100, 100, noQuery)
	l.isDue(ms + 100)
	l.replies(ms + 200)
	l.writes(ms+300, 100, withQuery)
	if !l.due().After(at(ms + 3000)) {
		t.Error("a terminal that replies again is not waited for")
	}
}

func TestLinkIgnoresRepliesWithoutAQuery(t *testing.T) {
	l := near(t)
	before := l.link
	l.replies(50, 5000)
	if !reflect.DeepEqual(l.link, before) {
		t.Error("a reply to nothing changes the link")
	}
	l.queries.keyPressed()
	l.writes(6000, 100, withQuery)
	if !l.due().After(at(9000)) {
		t.Error("a key makes a terminal silent that replies")
	}
}

func TestLinkWaitsForItsRate(t *testing.T) {
	for _, tt := range []struct {
		name string
		link link
		due  int
	}{
		{"local", link{}, 1000},
		{"remote", link{remote: true}, 1200},
		{"remote, at the rate of the operator", link{remote: true, fps: 5}, 1000},
		{"without the focus", link{blurred: true}, 2000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := &linkAt{link: tt.link, t: t}
			l.queries.heard = true
			l.writes(1000, 2048, withQuery)
			l.replies(1000)
			l.isDue(tt.due)
		})
	}
	l := &linkAt{link: link{remote: true}, t: t}
	l.writes(0, 1<<20, withQuery)
	l.replies(1)
	l.isDue(500) // not for ever
}

func TestIntervalOfBatches(t *testing.T) {
	for _, tt := range []struct {
		link link
		want time.Duration
	}{
		{link{}, time.Second / 30},
		{link{remote: true}, time.Second / 10},
		{link{remote: true, fps: 50}, time.Second / 50},
		{link{fps: 1}, time.Second},
		{link{remote: true, least: time.Second / 3}, time.Second / 3},
		{link{fps: 50, least: time.Second / 3}, time.Second / 3},
	} {
		if got := tt.link.interval(); got != tt.want {
			t.Errorf("the interval of %+v is %v, want %v", tt.link, got, tt.want)
		}
	}
}

// carries has a link with a rate and a round trip carry renders of many sizes from a moment on, each whole or not at all,
// and returns when they have arrived and how many probes went with them.
func (l *linkAt) carries(ms, renders, rate, roundTrip int) (end, probes int) {
	sizes := rand.New(rand.NewPCG(7, 7))
	write := func(bytes int) {
		l.wrote(bytes, at(ms))
		ms += roundTrip + bytes*1000/rate
		l.replies(ms)
	}
	for range renders {
		if ms++; l.probe(at(ms)) {
			probes++
			write(3)
		}
		write(400 + sizes.IntN(2600))
	}
	return ms, probes
}

func TestLinkMeasuresItsRate(t *testing.T) {
	for _, tt := range []struct{ rate, roundTrip, lines int }{
		{1 << 10, 100, 1}, {1 << 10, 20, 1}, {1 << 10, 900, 1}, {2 << 10, 300, 2}, {4 << 10, 100, 5}, {64 << 20, 700, 1 << 20}, {64 << 20, 1, 1 << 20},
	} {
		l := &linkAt{link: link{remote: true}, t: t}
		if lines := l.lines(200); lines != 1<<20 {
			t.Errorf("a link that nothing is known of brings %d lines at a time", lines)
		}
		ms, probes := l.carries(0, 4, tt.rate, tt.roundTrip)
		for n := range 40 {
			if !l.measured() {
				t.Fatalf("%+v is not known after %d renders", tt, 4+n)
			}
			if lines := l.lines(200); lines != tt.lines {
				t.Errorf("%+v brings %d lines at a time after %d renders, want %d: rate %.0f, round trip %v", tt, lines, 4+n, tt.lines, l.rate(), l.estimate.roundTrip)
				break
			}
			var more int
			ms, more = l.carries(ms, 1, tt.rate, tt.roundTrip)
			probes += more
		}
		if trip, _ := l.roundTrip(); (trip - time.Duration(tt.roundTrip)*time.Millisecond).Abs() > 30*time.Millisecond {
			t.Errorf("%+v has a round trip of %v", tt, trip)
		}
		if most := 1 + ms/10_000; probes > most {
			t.Errorf("%+v is probed %d times in %d s", tt, probes, ms/1000)
		}
		if lines := l.lines(20_000); tt.lines < 10 && lines != 1 {
			t.Errorf("%+v brings %d lines at a time that are too long for it, want 1", tt, lines)
		}
		ms, _ = l.carries(ms, 20, 64<<20, 5)
		if lines := l.lines(200); lines != 1<<20 {
			t.Errorf("%+v that has become good brings %d lines at a time", tt, lines)
		}
		ms, _ = l.carries(ms, 1, 1<<10, 5)
		if lines := l.lines(200); lines != 1<<20 {
			t.Errorf("%+v that has become good brings %d lines at a time because one render was late", tt, lines)
		}
		l.carries(ms, 5, 1<<10, 5)
		if lines := l.lines(200); lines != 1 {
			t.Errorf("%+v that has become bad again brings %d lines at a time", tt, lines)
		}
	}
}

func TestLinkOfAGivenRate(t *testing.T) {
	l := near(t)
	l.setRate = 1000
	if lines := l.lines(100); lines != 2 || !l.measured() {
		t.Errorf("a link of 1000 bytes a second brings %d lines of 100 with a render, want 2", lines)
	}
	l.writes(1000, 3000, withQuery)
	l.replies(1001)
	l.isDue(4000) // whatever the terminal says
	if l.estimate.latest.took = time.Minute; l.probe(at(5000)) {
		t.Error("a link is probed whose rate is given")
	}
}

func TestShortRendersDoNotMeasureALink(t *testing.T) {
	l := &linkAt{link: link{remote: true}, t: t}
	l.writes(0, 20, withQuery)
	l.replies(10)
	if l.measured() {
		t.Error("a link is known that has carried twenty bytes")
	}
	l.writes(20, 1200, withQuery)
	l.replies(1200)
	if !l.measured() || l.lines(200) != 1 {
		t.Errorf("a link that has carried a long render brings %d lines at a time, want 1", l.lines(200))
	}
}

// TestLinkIsMeasuredByWhatThereIs has a screen of which only the header is drawn until the link is measured: its first render
// is behind another one, or all are small.
func TestLinkIsMeasuredByWhatThereIs(t *testing.T) {
	l := &linkAt{t: t}
	l.remote = true
	l.writes(0, 40, withQuery)
	l.writes(10, 3000, withQuery)
	l.replies(30, 60)
	if !l.measured() {
		t.Error("a long render behind another one does not measure it")
	}
	l = &linkAt{t: t}
	l.remote = true
	l.writes(0, 40, withQuery)
	l.writes(10, 3000, withQuery)
	l.replies(3000, 3000) // the terminal writes both at once
	if l.measured() || !l.probe(at(3010)) {
		t.Error("what a short render took together with a long one is the round trip")
	}
	for _, took := range []int{20, 150} {
		l := &linkAt{t: t}
		l.remote = true
		for i := range 9 {
			if l.measured() {
				t.Fatalf("%d renders of 120 bytes are enough", i)
			}
			l.writes(200*i, 120, withQuery)
			l.replies(200*i + took)
		}
		if l.probe(at(2000)) { // each may have taken a round trip
			l.writes(2000, 40, withQuery)
			l.replies(2000 + took)
		}
		if !l.measured() {
			t.Errorf("nine renders of 120 bytes do not measure it, each of which took %d ms", took)
		}
	}
}

func TestSlowLinksAreProbed(t *testing.T) {
	l := near(t)
	if l.probe(at(50)) {
		t.Error("a link is probed that is not slow")
	}
	l.writes(100, 400, withQuery)
	if l.probe(at(1000)) {
		t.Error("a link is probed that is in use")
	}
	l.replies(1000)
	if !l.probe(at(1000)) {
		t.Fatal("a link is not probed that may be slow")
	}
	l.isDue(2000) // the probe was not written
	l.writes(1010, 3, withQuery)
	if !l.due().After(at(3000)) {
		t.Error("data does not wait for the reply to a probe")
	}
	l.replies(1100)
	l.isDue(1010)
	if l.probe(at(5000)) {
		t.Error("a link is probed again at once")
	}
	l.stop(at(60_000))
	if l.probe(at(60_000)) {
		t.Error("a link is probed that is stopped")
	}
}

func TestLinkRoundTripIsNotTheQueue(t *testing.T) {
	l := near(t)
	l.writes(100, 100, withQuery)
	l.writes(110, 100_000, withQuery) // a key was pressed
	l.replies(140)
	l.writes(200, 100, withQuery)
	l.replies(10_000)
	if l.estimate.roundTrip > 50*time.Millisecond {
		t.Errorf("the round trip is %v, and has what was before the query in it", l.estimate.roundTrip)
	}
}

func TestStoppedLinkSendsNoQueries(t *testing.T) {
	l := near(t)
	if l.stop(at(100)) {
		t.Error("a reply is waited for without a query")
	}
	l.writes(200, 1000, noQuery)
	l = near(t)
	l.writes(100, 100, withQuery)
	if !l.stop(at(110)) {
		t.Error("a reply is on its way, and not waited for")
	}
	l.writes(120, 1000, noQuery)
}

// TestResumedLinkSendsNewQueries has a shell get the replies to the queries from before it had the terminal.
func TestResumedLinkSendsNewQueries(t *testing.T) {
	l := near(t)
	l.writes(100, 1000, withQuery)
	l.writes(110, 1000, withQuery)
	l.blurred = true
	l.stop(at(120))
	l.resume()
	if l.queries.pending() || l.due().After(at(60_000)) {
		t.Error("replies are waited for that the shell has")
	}
	l.writes(60_000, 1000, withQuery)
	l.reply(at(60_040))
	if l.queries.pending() {
		t.Error("the first reply after that belongs to the first query after that")
	}
}
