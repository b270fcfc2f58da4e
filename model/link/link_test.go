package link

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

// linkAt is a link with a clock that starts at 0.
type linkAt struct {
	Link
	t *testing.T
}

func at(ms int) time.Time { return time.Unix(1000, 0).Add(time.Duration(ms) * time.Millisecond) }

// wrote writes so many bytes, and compares whether the link asks.
func (l *linkAt) wrote(ms, bytes int, want bool) {
	l.t.Helper()
	if got := l.Wrote(bytes, at(ms)); got != want {
		l.t.Errorf("%d ms: a render of %d bytes asks: %v, want %v", ms, bytes, got, want)
	}
}

func (l *linkAt) answered(ms ...int) {
	for _, ms := range ms {
		l.Answered(at(ms))
	}
}

// due compares when data may be shown.
func (l *linkAt) due(want int) {
	l.t.Helper()
	if got := l.Due(); !got.Equal(at(want)) {
		l.t.Errorf("data may be shown at %d ms, want %d", got.Sub(at(0)).Milliseconds(), want)
	}
}

const (
	asksNot = false
	asks    = true
)

// near is a link to a terminal that has answered.
func near(t *testing.T) *linkAt {
	l := &linkAt{t: t}
	l.wrote(0, 400, asks)
	l.answered(40)
	return l
}

func TestLinkWaitsForTheAnswer(t *testing.T) {
	l := &linkAt{t: t}
	l.wrote(0, 5120, asks)
	l.due(2000 + 5000)
	l.answered(1040)
	l.due(0)
	l.wrote(4100, 100, asks)
	l.wrote(4110, 100, asks) // a key has painted it
	l.answered(4140)
	if !l.Due().After(at(7000)) {
		t.Error("an answer is matched to the question after it")
	}
	l.answered(4150)
	l.due(4110)
}

// TestLateAnswers has answers come when they are no longer waited for, or not at all. In the end, every render waits for
// its own.
func TestLateAnswers(t *testing.T) {
	for _, tt := range []struct {
		name string
		late []int // answers to the render that was waited for in vain, and to the one after it
	}{
		{"late", []int{9000, 9100}},
		{"some late", []int{9000}},
		{"lost", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := near(t)
			l.wrote(100, 400, asks)
			l.wrote(8000, 400, asks) // longer than any wait
			l.answered(tt.late...)
			ms := 20_000
			for range 4 { // until it is sure of what is lost
				ms = max(ms, int(l.Due().Sub(at(0)).Milliseconds())+1)
				if l.Wrote(400, at(ms)) {
					l.answered(ms + 50)
				}
				ms += 50
			}
			if l.Awaits() {
				t.Fatal("answers are waited for that will not come")
			}
			l.wrote(ms+100, 400, asks)
			l.answered(ms + 150)
			l.due(ms + 100)
		})
	}
}

func TestLateAnswersBelongToTheirQuestions(t *testing.T) {
	l := near(t)
	l.wrote(100, 400, asks)
	l.wrote(8000, 400, asks)
	l.answered(9000)
	if !l.Due().After(at(12_000)) {
		t.Error("the answer to the first render is matched to the second")
	}
	l.answered(9100)
	l.due(8000)
}

func TestLinkToATerminalThatNeverAnswers(t *testing.T) {
	l := &linkAt{t: t}
	l.wrote(0, 1024, asks)
	l.due(2000 + 1000)
	l.wrote(3000, 1000, asksNot)
	l.due(3000)
	l.wrote(9900, 1000, asksNot)
	l.wrote(10_000, 1000, asks) // once in a while
	l.due(10_000)
	l.answered(10_040) // it has learned to
	l.wrote(10_100, 100, asks)
	if !l.Due().After(at(13_000)) {
		t.Error("a terminal that has begun to answer is not waited for")
	}
}

func TestLinkToATerminalThatStopsAnswering(t *testing.T) {
	l := near(t)
	ms := 100
	l.wrote(ms, 100, asks)
	for _, patience := range []int{3550, 7100, 14200, 28400, 30000, 30000} {
		if got := l.Due().Sub(at(ms)).Milliseconds(); got/100 != int64(patience)/100 {
			t.Fatalf("it is waited for for %d ms, want %d", got, patience)
		}
		ms = int(l.Due().Sub(at(0)).Milliseconds()) + 1
		l.wrote(ms, 100, asks) // a render now and then, and not a buffer full of them
	}
	l.Typed() // an operator is there all the same
	l.due(ms)
	l.wrote(ms+100, 100, asksNot)
	l.due(ms + 100)
	l.answered(ms + 200)
	l.wrote(ms+300, 100, asks)
	if !l.Due().After(at(ms + 3000)) {
		t.Error("a terminal that answers again is not waited for")
	}
}

func TestLinkIgnoresWhatItDidNotAskFor(t *testing.T) {
	l := near(t)
	before := l.Link
	l.answered(50, 5000)
	if !reflect.DeepEqual(l.Link, before) {
		t.Error("an answer to nothing changes the link")
	}
	l.Typed()
	l.wrote(6000, 100, asks)
	if !l.Due().After(at(9000)) {
		t.Error("a key makes a terminal mute that answers")
	}
}

func TestLinkBudget(t *testing.T) {
	for _, tt := range []struct {
		name string
		link Link
		due  int
	}{
		{"local", Link{}, 1000},
		{"remote", Link{remote: true}, 1200},
		{"remote, at the pace of the operator", Link{remote: true, fps: 5}, 1000},
		{"without the focus", Link{blurred: true}, 2000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := &linkAt{Link: tt.link, t: t}
			l.heard = true
			l.wrote(1000, 2048, asks)
			l.answered(1000)
			l.due(tt.due)
		})
	}
	l := &linkAt{Link: Link{remote: true}, t: t}
	l.wrote(0, 1<<20, asks)
	l.answered(1)
	l.due(500) // not for ever
}

func TestLinkPace(t *testing.T) {
	for _, tt := range []struct {
		link Link
		want time.Duration
	}{
		{Link{}, time.Second / 30},
		{Link{remote: true}, time.Second / 10},
		{Link{remote: true, fps: 50}, time.Second / 50},
		{Link{fps: 1}, time.Second},
	} {
		if got := tt.link.Pace(); got != tt.want {
			t.Errorf("the pace of %+v is %v, want %v", tt.link, got, tt.want)
		}
	}
}

// carries has a link with a rate and a round trip carry renders of many sizes from a moment on, each whole or not at all,
// and returns when they have arrived and how many probes went with them.
func (l *linkAt) carries(ms, renders, rate, roundTrip int) (end, probes int) {
	sizes := rand.New(rand.NewPCG(7, 7))
	write := func(bytes int) {
		l.Wrote(bytes, at(ms))
		ms += roundTrip + bytes*1000/rate
		l.answered(ms)
	}
	for range renders {
		if ms++; l.Probe(at(ms)) {
			probes++
			write(3)
		}
		write(400 + sizes.IntN(2600))
	}
	return ms, probes
}

func TestLinkMeasuresItsRate(t *testing.T) {
	for _, tt := range []struct{ rate, roundTrip, rows int }{
		{1 << 10, 100, 1}, {1 << 10, 20, 1}, {1 << 10, 900, 1}, {2 << 10, 300, 2}, {4 << 10, 100, 5}, {64 << 20, 700, 1 << 20}, {64 << 20, 1, 1 << 20},
	} {
		l := &linkAt{Link: Link{remote: true}, t: t}
		if rows := l.Rows(200); rows != 1<<20 {
			t.Errorf("a link that nothing is known of brings %d rows at a time", rows)
		}
		ms, probes := l.carries(0, 4, tt.rate, tt.roundTrip)
		for n := range 40 {
			if !l.Measured() {
				t.Fatalf("%+v is not known after %d renders", tt, 4+n)
			}
			if rows := l.Rows(200); rows != tt.rows {
				t.Errorf("%+v brings %d rows at a time after %d renders, want %d: rate %.0f, round trip %v", tt, rows, 4+n, tt.rows, l.rate(), l.roundTrip)
				break
			}
			var more int
			ms, more = l.carries(ms, 1, tt.rate, tt.roundTrip)
			probes += more
		}
		if trip, _ := l.RoundTrip(); (trip - time.Duration(tt.roundTrip)*time.Millisecond).Abs() > 30*time.Millisecond {
			t.Errorf("%+v has a round trip of %v", tt, trip)
		}
		if most := 1 + ms/10_000; probes > most {
			t.Errorf("%+v is probed %d times in %d s", tt, probes, ms/1000)
		}
		if rows := l.Rows(20_000); tt.rows < 10 && rows != 1 {
			t.Errorf("%+v brings %d rows at a time that are too long for it, want 1", tt, rows)
		}
		ms, _ = l.carries(ms, 20, 64<<20, 5)
		if rows := l.Rows(200); rows != 1<<20 {
			t.Errorf("%+v that has become good brings %d rows at a time", tt, rows)
		}
		ms, _ = l.carries(ms, 1, 1<<10, 5)
		if rows := l.Rows(200); rows != 1<<20 {
			t.Errorf("%+v that has become good brings %d rows at a time because one render was late", tt, rows)
		}
		l.carries(ms, 5, 1<<10, 5)
		if rows := l.Rows(200); rows != 1 {
			t.Errorf("%+v that has become bad again brings %d rows at a time", tt, rows)
		}
	}
}

func TestLinkOfAGivenRate(t *testing.T) {
	l := near(t)
	l.SetRate(1000)
	if rows := l.Rows(100); rows != 2 || !l.Measured() {
		t.Errorf("a link of 1000 bytes a second brings %d rows of 100 with a render, want 2", rows)
	}
	l.wrote(1000, 3000, asks)
	l.answered(1001)
	l.due(4000) // whatever the terminal says
	if l.latest.took = time.Minute; l.Probe(at(5000)) {
		t.Error("a link is probed whose rate is given")
	}
}

func TestShortRendersDoNotMeasureALink(t *testing.T) {
	l := &linkAt{Link: Link{remote: true}, t: t}
	l.wrote(0, 20, asks)
	l.answered(10)
	if l.Measured() {
		t.Error("a link is known that has carried twenty bytes")
	}
	l.wrote(20, 1200, asks)
	l.answered(1200)
	if !l.Measured() || l.Rows(200) != 1 {
		t.Errorf("a link that has carried a long render brings %d rows at a time, want 1", l.Rows(200))
	}
}

func TestProbes(t *testing.T) {
	l := near(t)
	if l.Probe(at(50)) {
		t.Error("a link is probed that is not slow")
	}
	l.wrote(100, 400, asks)
	if l.Probe(at(1000)) {
		t.Error("a link is probed that is in use")
	}
	l.answered(1000)
	if !l.Probe(at(1000)) {
		t.Fatal("a link is not probed that may be slow")
	}
	l.due(2000) // the probe was not written
	l.wrote(1010, 3, asks)
	if !l.Due().After(at(3000)) {
		t.Error("data does not wait for the answer to a probe")
	}
	l.answered(1100)
	l.due(1010)
	if l.Probe(at(5000)) {
		t.Error("a link is probed again at once")
	}
	l.Leave(at(60_000))
	if l.Probe(at(60_000)) {
		t.Error("a link is probed that is left")
	}
}

func TestLinkRoundTripIsNotTheQueue(t *testing.T) {
	l := near(t)
	l.wrote(100, 100, asks)
	l.wrote(110, 100_000, asks) // a key has painted much
	l.answered(140)
	l.wrote(200, 100, asks)
	l.answered(10_000)
	if l.roundTrip > 50*time.Millisecond {
		t.Errorf("the round trip is %v, and has what lay before the question in it", l.roundTrip)
	}
}

func TestLinkLeaves(t *testing.T) {
	l := near(t)
	if l.Leave(at(100)) {
		t.Error("an answer is waited for without a question")
	}
	l.wrote(200, 1000, asksNot)
	l = near(t)
	l.wrote(100, 100, asks)
	if !l.Leave(at(110)) {
		t.Error("an answer is on its way, and not waited for")
	}
	l.wrote(120, 1000, asksNot)
}

// TestResumedLinkAsksAnew has a shell get the answers to what was asked before it had the terminal.
func TestResumedLinkAsksAnew(t *testing.T) {
	l := near(t)
	l.wrote(100, 1000, asks)
	l.wrote(110, 1000, asks)
	l.SetFocus(false)
	l.Leave(at(120))
	l.Resume()
	if l.Awaits() || l.Due().After(at(60_000)) {
		t.Error("answers are waited for that the shell has")
	}
	l.wrote(60_000, 1000, asks)
	l.Answered(at(60_040))
	if l.Awaits() {
		t.Error("the first answer after that belongs to the first question after that")
	}
}
