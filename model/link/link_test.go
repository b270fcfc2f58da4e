package link

import (
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

// wrote writes so many bytes, and compares where the link asks.
func (l *linkAt) wrote(ms, bytes int, want Ask) {
	l.t.Helper()
	if got := l.Wrote(bytes, at(ms)); got != want {
		l.t.Errorf("%d ms: a frame of %d bytes has the questions %+v, want %+v", ms, bytes, got, want)
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

var (
	asksNot    = Ask{}
	asksAfter  = Ask{After: true}
	asksAround = Ask{Before: true, After: true}
)

// near is a link to a terminal that has answered.
func near(t *testing.T) *linkAt {
	l := &linkAt{t: t}
	l.wrote(0, 400, asksAround)
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
	l.wrote(4110, 100, asksAfter) // a key has painted it
	l.answered(4217)              // 40 ms, and what 100 bytes take
	if !l.Due().After(at(7000)) {
		t.Error("an answer is taken for that to the question after it")
	}
	l.answered(4294)
	l.due(4110)
	if want := 40 * time.Millisecond; l.roundTrip.Round(time.Millisecond) != want {
		t.Errorf("the round trip is %v, want about %v", l.roundTrip, want)
	}
}

// TestLateAnswers has answers come when they are no longer waited for, or not at all. In the end, every frame waits for
// its own.
func TestLateAnswers(t *testing.T) {
	for _, tt := range []struct {
		name string
		late []int // answers to the frame that was waited for in vain, and to the one after it
	}{
		{"late", []int{9000, 9100, 9200}},
		{"some late", []int{9000}},
		{"lost", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := near(t)
			l.wrote(100, 400, asksAround)
			l.wrote(8000, 400, asksAfter) // nobody waits for so long
			l.answered(tt.late...)
			ms := 20_000
			for range 4 { // until it is sure of what is lost
				ms = max(ms, int(l.Due().Sub(at(0)).Milliseconds())+1)
				ask := l.Wrote(400, at(ms))
				ms += 50
				if ask.Before {
					l.answered(ms)
				}
				l.answered(ms)
			}
			if l.Awaits() {
				t.Fatal("answers are waited for that will not come")
			}
			l.wrote(ms+100, 400, asksAround)
			l.answered(ms + 150)
			if !l.Due().After(at(ms + 3000)) {
				t.Error("the frame waits for one answer, and has two questions")
			}
		})
	}
}

func TestLateAnswersBelongToTheirQuestions(t *testing.T) {
	l := near(t)
	l.wrote(100, 400, asksAround)
	l.wrote(8000, 400, asksAfter)
	l.answered(9000, 9100)
	if !l.Due().After(at(12_000)) {
		t.Error("answers to the first frame are taken for those to the second")
	}
	l.answered(9200)
	l.due(8000)
}

func TestLinkToATerminalThatNeverAnswers(t *testing.T) {
	l := &linkAt{t: t}
	l.wrote(0, 1000, asksAround)
	l.due(2000)
	l.wrote(2000, 1000, asksNot)
	l.due(2000)
	l.wrote(9900, 1000, asksNot)
	l.wrote(10_000, 1000, asksAfter) // once in a while
	l.due(10_000)
	l.answered(10_040, 10_050, 10_060) // it has learned to
	l.wrote(10_100, 100, asksAfter)
	if !l.Due().After(at(13_000)) {
		t.Error("a terminal that has begun to answer is not waited for")
	}
}

func TestLinkToATerminalThatStopsAnswering(t *testing.T) {
	l := near(t)
	ms := 100
	l.wrote(ms, 100, asksAfter)
	for _, patience := range []int{3160, 6320, 12640, 25280, 30000, 30000} {
		if got := l.Due().Sub(at(ms)).Milliseconds(); got/100 != int64(patience)/100 {
			t.Fatalf("it is waited for for %d ms, want %d", got, patience)
		}
		ms = int(l.Due().Sub(at(0)).Milliseconds()) + 1
		l.wrote(ms, 100, asksAfter) // a frame now and then, and not a buffer full of them
	}
	l.Typed() // somebody sits there all the same
	l.due(ms)
	l.wrote(ms+100, 100, asksNot)
	l.due(ms + 100)
	l.answered(ms + 200)
	l.wrote(ms+300, 100, asksAfter)
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
	l.wrote(6000, 100, asksAfter)
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
		{"nobody looks", Link{blurred: true}, 2000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := &linkAt{Link: tt.link, t: t}
			l.heard = true
			l.wrote(1000, 2048, asksAround)
			l.answered(1000, 1000)
			l.due(tt.due)
		})
	}
	l := &linkAt{Link: Link{remote: true}, t: t}
	l.wrote(0, 1<<20, asksAround)
	l.answered(1, 1)
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

func TestLinkMeasuresItsRate(t *testing.T) {
	l := near(t)
	if rows := l.Rows(200); rows < 1000 {
		t.Errorf("a link that nothing is known of brings %d rows at a time", rows)
	}
	for ms := 1000; ms < 60_000; ms += 5000 {
		l.wrote(ms, 4096, asksAround)
		l.answered(ms+300, ms+300+2000) // far away, and 2 KiB/s
	}
	if rate := l.rate(); rate < 2000 || rate > 2100 {
		t.Errorf("the link carries %.0f bytes a second, want 2048", rate)
	}
	if rows := l.Rows(200); rows != 2 {
		t.Errorf("a link of 2 KiB/s brings %d rows at a time, want 2", rows)
	}
	if rows := l.Rows(20_000); rows != 1 {
		t.Errorf("a link of 2 KiB/s brings %d rows at a time that are too long for it, want 1", rows)
	}
	for ms := 60_000; ms < 90_000; ms += 1000 {
		l.wrote(ms, 4096, asksAround)
		l.answered(ms+300, ms+300)
	}
	if rows := l.Rows(200); rows < 1000 {
		t.Errorf("a link that has become better brings %d rows at a time", rows)
	}
}

func TestLinkRoundTripIsNotTheQueue(t *testing.T) {
	l := near(t)
	l.wrote(100, 100, asksAfter)
	l.wrote(110, 100_000, asksAfter) // a key has painted much
	l.answered(140)
	l.wrote(200, 100, asksAfter)
	l.answered(10_000)
	if l.roundTrip > 50*time.Millisecond {
		t.Errorf("the round trip is %v, and has what lay before the question in it", l.roundTrip)
	}
}

func TestLinkLeaves(t *testing.T) {
	l := near(t)
	if l.Leave(at(100)) {
		t.Error("an answer is waited for that nobody has asked for")
	}
	l.wrote(200, 1000, asksNot)
	l = near(t)
	l.wrote(100, 100, asksAfter)
	if !l.Leave(at(110)) {
		t.Error("an answer is on its way, and not waited for")
	}
	l.wrote(120, 1000, asksNot)
}
