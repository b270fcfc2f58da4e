package model

import (
	"testing"
	"time"
)

// linkAt is a link with a clock that starts at 0.
type linkAt struct {
	link
	t *testing.T
}

func at(ms int) time.Time { return time.Unix(1000, 0).Add(time.Duration(ms) * time.Millisecond) }

// wrote writes so many bytes, and compares where the link asks.
func (l *linkAt) wrote(ms, bytes int, want questions) {
	l.t.Helper()
	if got := l.link.wrote(bytes, at(ms)); got != want {
		l.t.Errorf("%d ms: a frame of %d bytes has the questions %+v, want %+v", ms, bytes, got, want)
	}
}

func (l *linkAt) answered(ms ...int) {
	for _, ms := range ms {
		l.link.answered(at(ms))
	}
}

// due compares when data may be shown.
func (l *linkAt) due(want int) {
	l.t.Helper()
	if got := l.link.due(); !got.Equal(at(want)) {
		l.t.Errorf("data may be shown at %d ms, want %d", got.Sub(at(0)).Milliseconds(), want)
	}
}

var (
	asksNot    = questions{}
	asksAfter  = questions{after: true}
	asksAround = questions{before: true, after: true}
)

// near is a link to a terminal that has answered.
func near(t *testing.T) *linkAt {
	l := &linkAt{t: t}
	l.wrote(0, 100, asksAround)
	l.answered(40, 40)
	return l
}

func TestLinkWaitsForTheAnswer(t *testing.T) {
	l := &linkAt{t: t}
	l.wrote(0, 5120, asksAround)
	l.due(2000)
	l.answered(40)
	l.due(40 + 3000 + 4*(40+5000)) // it speaks, and may be slow
	l.answered(4000)
	l.due(0)
	l.wrote(4100, 100, asksAfter)
	l.wrote(4110, 100, asksNot) // one question at a time
	l.answered(4150)
	l.due(4110)
	if want := 40 * time.Millisecond; l.roundTrip < want || l.roundTrip > want+10*time.Millisecond {
		t.Errorf("the round trip is %v, want about %v", l.roundTrip, want)
	}
}

func TestLinkToATerminalThatNeverAnswers(t *testing.T) {
	l := &linkAt{t: t}
	l.wrote(0, 1000, asksAround)
	l.due(2000)
	l.wrote(2000, 1000, asksNot)
	l.due(2000)
	l.wrote(9900, 1000, asksNot)
	l.wrote(10_000, 1000, asksAround) // once in a while
	l.due(10_000)
	l.answered(10_040, 10_050) // it has learned to
	l.wrote(10_100, 100, asksAfter)
	if !l.link.due().After(at(13_000)) {
		t.Error("a terminal that has begun to answer is not waited for")
	}
}

func TestLinkToATerminalThatStopsAnswering(t *testing.T) {
	l := near(t)
	ms := 100
	l.wrote(ms, 100, asksAfter)
	for _, patience := range []int{3160, 6320, 12640, 25280, 30000, 30000} {
		if got := l.link.due().Sub(at(ms)).Milliseconds(); got/100 != int64(patience)/100 {
			t.Fatalf("it is waited for for %d ms, want %d", got, patience)
		}
		ms = int(l.link.due().Sub(at(0)).Milliseconds()) + 1
		l.wrote(ms, 100, asksAfter) // a frame now and then, and not a buffer full of them
	}
	l.typed() // somebody sits there all the same
	l.due(ms)
	l.wrote(ms+100, 100, asksNot)
	l.due(ms + 100)
	l.answered(ms + 200)
	l.wrote(ms+300, 100, asksAfter)
	if !l.link.due().After(at(ms + 3000)) {
		t.Error("a terminal that answers again is not waited for")
	}
}

func TestLinkIgnoresWhatItDidNotAskFor(t *testing.T) {
	l := near(t)
	before := l.link
	l.answered(50, 5000)
	if l.link != before {
		t.Error("an answer to nothing changes the link")
	}
	l.typed()
	l.wrote(6000, 100, asksAfter)
	if !l.link.due().After(at(9000)) {
		t.Error("a key makes a terminal mute that answers")
	}
}

func TestLinkBudget(t *testing.T) {
	for _, tt := range []struct {
		name string
		link link
		due  int
	}{
		{"local", link{}, 1000},
		{"remote", link{remote: true}, 1200},
		{"remote, at the pace of the operator", link{remote: true, fps: 5}, 1000},
		{"nobody looks", link{blurred: true}, 2000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := &linkAt{link: tt.link, t: t}
			l.heard = true
			l.wrote(1000, 2048, asksAround)
			l.answered(1000, 1000)
			l.due(tt.due)
		})
	}
	l := &linkAt{link: link{remote: true, heard: true}, t: t}
	l.wrote(0, 1<<20, asksAround)
	l.answered(1, 1)
	l.due(500) // not for ever
}

func TestLinkPace(t *testing.T) {
	for _, tt := range []struct {
		link link
		want time.Duration
	}{
		{link{}, time.Second / 30},
		{link{remote: true}, time.Second / 10},
		{link{remote: true, fps: 50}, time.Second / 50},
		{link{fps: 1}, time.Second},
	} {
		if got := tt.link.pace(); got != tt.want {
			t.Errorf("the pace of %+v is %v, want %v", tt.link, got, tt.want)
		}
	}
}

func TestLinkMeasuresItsRate(t *testing.T) {
	l := near(t)
	if rows := l.rows(200); rows < 1000 {
		t.Errorf("a link that nothing is known of brings %d rows at a time", rows)
	}
	if pace := l.chartPace(1000); pace != 0 {
		t.Errorf("a link that nothing is known of brings a chart every %v", pace)
	}
	for ms := 1000; ms < 60_000; ms += 5000 {
		l.wrote(ms, 4096, asksAround)
		l.answered(ms+300, ms+300+2000) // far away, and 2 KiB/s
	}
	if rate := l.rate(); rate < 2000 || rate > 2100 {
		t.Errorf("the link carries %.0f bytes a second, want 2048", rate)
	}
	if rows := l.rows(200); rows != 3 {
		t.Errorf("a link of 2 KiB/s brings %d rows at a time, want 3", rows)
	}
	if pace := l.chartPace(819); pace.Round(100*time.Millisecond) != 2*time.Second {
		t.Errorf("a link of 2 KiB/s brings a chart every %v, want 2 s", pace)
	}
	for ms := 60_000; ms < 90_000; ms += 1000 {
		l.wrote(ms, 4096, asksAround)
		l.answered(ms+300, ms+300)
	}
	if rows := l.rows(200); rows < 1000 {
		t.Errorf("a link that has become better brings %d rows at a time", rows)
	}
}

func TestLinkRoundTripIsNotTheQueue(t *testing.T) {
	l := near(t)
	l.wrote(100, 100, asksAfter)
	l.wrote(110, 100_000, asksNot) // a key has painted much
	l.answered(140)
	l.wrote(200, 100, asksAfter)
	l.answered(10_000)
	if l.roundTrip > 50*time.Millisecond {
		t.Errorf("the round trip is %v, and has what lay before the question in it", l.roundTrip)
	}
}

func TestLinkLeaves(t *testing.T) {
	l := near(t)
	if l.leave(at(100)) {
		t.Error("an answer is waited for that nobody has asked for")
	}
	l.wrote(200, 1000, asksNot)
	l = near(t)
	l.wrote(100, 100, asksAfter)
	if !l.leave(at(110)) {
		t.Error("an answer is on its way, and not waited for")
	}
	l.wrote(120, 1000, asksNot)
}
