// Package link decides when data may be shown on a terminal, and how much of it. Between a program and the screen
// there are buffers, that of sshd alone holds a megabyte: what is written goes there at once, and comes out at the rate of
// the link. Only the terminal knows what has arrived. So a render ends with a question, and the next render of data
// waits for the answer; renders that answer a key never wait.
//
// The question is for the position of the cursor (DSR 6, which xterm's ctlseqs call a CPR request). A terminal answers in
// order, once it has drawn all that came before. An answer does not say which question it belongs to, so questions are
// kept until they are answered, however late: an answer that is matched to a later question would let every render
// be shown too early from then on.
//
// The package has no clock, no lock and no I/O: a [Link] is given what is written, what was answered, and the time. The
// caller writes, asks and waits.
package link

import (
	"math"
	"time"
)

const (
	localFPS  = 30
	remoteFPS = 10

	// blurredPace is the time between two renders of data on a terminal without the focus.
	blurredPace = time.Second

	// budget is how many bytes a second may be written to a terminal over SSH before data waits, and longestDebt how
	// long it waits at most: what a key has painted may be much, and the next data must not seem to have stopped.
	budget      = 10 << 10
	longestDebt = 500 * time.Millisecond
)

// Link is the way to a terminal and back. The time that it is given does not go backwards.
type Link struct {
	fps     int // asked for by the operator; 0: as fast as the link allows
	given   int // bytes a second that it carries, as the operator says; 0: it is measured
	remote  bool
	blurred bool // the terminal does not have the focus
	leaving bool // nothing is asked any more: the answer would be typed into the shell

	last    time.Time // of the last write
	paid    time.Time // when what was written is paid for
	written int64     // bytes, in all

	questions
	gauge
}

// New returns a link that nothing is known of. remote is a terminal at the far end of a network, to which bytes are
// counted.
func New(remote bool) Link { return Link{remote: remote} }

// SetFPS sets how often data is shown, in times a second; 0: as often as the link allows.
func (l *Link) SetFPS(fps int) { l.fps = fps }

// SetRate sets how many bytes a second the link carries, for where the terminal cannot answer, because something in between
// answers in its place, as tmux and mosh do; 0: it is measured.
func (l *Link) SetRate(bytes int) { l.given = bytes }

// SetFocus notes whether the terminal has the focus.
func (l *Link) SetFocus(has bool) { l.blurred = !has }

// Wrote notes a write of so many bytes that is about to happen, and reports whether it should end with a question.
func (l *Link) Wrote(bytes int, now time.Time) (ask bool) {
	l.announced = false
	switch {
	case l.given > 0:
		l.paid = later(l.paid, now).Add(time.Duration(bytes) * time.Second / time.Duration(l.given))
	case l.budgeted():
		l.paid = later(l.paid, now).Add(time.Duration(bytes) * time.Second / budget)
		l.paid = earlier(l.paid, now.Add(longestDebt))
	}
	l.last = now
	begin := l.written
	l.written += int64(bytes)
	if l.leaving || !l.mayAsk(now) {
		return false
	}
	l.put(question{asked: now, at: l.written, size: int64(bytes), clear: l.passed.at == begin})
	l.bear(l.expected(l.written - l.passed.at))
	return true
}

// Answered records an answer. One without a question is ignored.
func (l *Link) Answered(now time.Time) {
	q, ok := l.pop(now)
	if !ok {
		return
	}
	l.measure(q, now)
	l.patience = l.expected(l.written - q.at)
}

// Leave stops asking, and reports whether an answer is on its way that should be waited for before the terminal is handed
// back.
func (l *Link) Leave(now time.Time) bool {
	l.leaving = true
	return l.Awaits() && now.Before(l.deadline())
}

// Resume asks again after Leave, on a terminal of which nothing is on its way any more: what it was asked before and has not
// answered is never answered.
func (l *Link) Resume() {
	l.leaving, l.blurred, l.announced = false, false, false
	l.questions.discard(l.written)
}

// Due returns when data may be shown next, if nothing happens before.
func (l *Link) Due() time.Time {
	at := l.last
	if l.budgeted() {
		at = later(at, l.paid)
	}
	if l.blurred {
		at = later(at, l.last.Add(blurredPace))
	}
	if l.Awaits() && !l.mute {
		at = later(at, l.deadline())
	}
	if l.announced {
		at = later(at, l.probes.Add(probeTime))
	}
	return at
}

// Pace returns the least time between two batches of a feed.
func (l *Link) Pace() time.Duration {
	fps := l.fps
	switch {
	case fps > 0:
	case l.remote:
		fps = remoteFPS
	default:
		fps = localFPS
	}
	return time.Second / time.Duration(fps)
}

// budgeted reports whether bytes are counted: over SSH, unless the operator wants a pace of their own, and where the
// operator says how many there are.
func (l *Link) budgeted() bool { return l.given > 0 || l.remote && l.fps == 0 }

// expected returns how long the answer to so many bytes may take, generously.
func (l *Link) expected(bytes int64) time.Duration {
	if !l.heard {
		return firstPatience + time.Duration(bytes)*time.Second/thinnest
	}
	rate := l.rate()
	if l.carried == 0 && l.given == 0 {
		rate = thinnest
	}
	seconds := min(float64(bytes)/rate, mostPatience.Seconds())
	return min(leastPatience+4*(l.roundTrip+time.Duration(seconds*float64(time.Second))), mostPatience)
}

// rate returns how many bytes a second the link carries; +Inf where that is more than can be measured, or not known.
func (l *Link) rate() float64 {
	switch {
	case l.given > 0:
		return float64(l.given)
	case l.took <= 0:
		return math.Inf(1)
	}
	return l.carried / l.took
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
