package model

import (
	"math"
	"time"
)

const (
	localFPS  = 30
	remoteFPS = 10

	// blurredPace is the time between two frames of data on a terminal that nobody looks at.
	blurredPace = time.Second

	// budget is how many bytes a second may be written to a terminal over SSH before data waits, and longestDebt how
	// long it waits at most: what a key has painted may be much, and the next data must not seem to have stopped.
	budget      = 10 << 10
	longestDebt = 500 * time.Millisecond

	// firstPatience is how long the first answer of a terminal is waited for: not all answer.
	firstPatience = 2 * time.Second
	// leastPatience and mostPatience bound how long a terminal is waited for that has answered before.
	leastPatience = 3 * time.Second
	mostPatience  = 30 * time.Second
	// askRarely is how often a terminal is asked that does not answer.
	askRarely = 10 * time.Second

	// thinnest is the rate of a link that nothing is known of, in bytes a second: it is given the time that such a one
	// needs.
	thinnest = 1 << 10
	// measurable is how many bytes a frame must have for the time that it takes to say how fast the link is.
	measurable = 256
	// logTime is how many seconds the log may have the link for with one frame: what is on the glass should not be older
	// than two, and there are the header and the watchlist besides.
	logTime = 0.35
	// chartShare is the part of the link that the chart may have: it moves as a whole, and costs as much as all the rest.
	chartShare = 0.2
)

// link decides when data may be shown. Between the program and the operator's eyes there are buffers, that of sshd alone
// holds a megabyte: what is written goes there at once, and comes out as slowly as it does. Only the terminal can tell
// what has arrived. So a frame ends with a question, and the next frame of data waits for the answer; frames that answer
// a key never wait.
//
// The question is for the position of the cursor (DSR 6, which xterm's ctlseqs call a CPR request). A terminal answers in
// order, once it has drawn all that came before. A long frame also begins with a question: the time until the first answer
// is the round trip of the link, the time between the two is what the frame itself took, which says how fast the link is.
// An answer does not say which question it belongs to: one too many is at worst a frame shown too early.
//
// A link has no clock and no lock: it is told the time, which does not go backwards.
type link struct {
	fps     int // asked for by the operator; 0: as fast as the link allows
	remote  bool
	blurred bool // the terminal does not have the focus
	leaving bool // nothing is asked any more: the answer would be typed into the shell

	last time.Time // of the last write
	paid time.Time // when what was written is paid for

	// The questions that are out.
	awaited  int // answers to come, 0 to 2
	asked    time.Time
	patience time.Duration // with them
	size     int           // bytes between the two
	unasked  int           // bytes written since
	clear    bool          // there were none when it asked: the round trip is that of the link
	between  time.Time     // the first of two answers came; zero: there is one, or it has not come

	heard   bool // the terminal has ever answered
	overdue bool // it has let a question go unanswered since
	mute    bool // it is not waited for

	roundTrip time.Duration // smoothed
	carried   float64       // bytes of the last few long frames, the later ones weighing more
	took      float64       // seconds that they took
}

// questions is where a frame asks.
type questions struct{ before, after bool }

// wrote notes a write of so many bytes that is about to happen, and returns where it should ask. There is one frame with
// questions at a time.
func (l *link) wrote(bytes int, now time.Time) (ask questions) {
	if l.budgeted() {
		l.paid = later(l.paid, now).Add(time.Duration(bytes) * time.Second / budget)
		l.paid = earlier(l.paid, now.Add(longestDebt))
	}
	l.last = now
	patience := l.expected(bytes)
	if l.awaited > 0 {
		if now.Before(l.asked.Add(l.patience)) {
			l.unasked += bytes
			return questions{}
		}
		l.overdue = true
		l.mute = l.mute || !l.heard
		if l.mute && now.Before(l.asked.Add(askRarely)) {
			l.unasked += bytes
			return questions{}
		}
		patience = max(patience, min(2*l.patience, mostPatience)) // a dead link must not fill up with frames
	}
	if l.leaving {
		return questions{}
	}
	ask = questions{before: bytes >= measurable || !l.heard, after: true}
	l.awaited, l.asked, l.patience = 1, now, patience
	if ask.before {
		l.awaited = 2
	}
	l.clear = l.unasked == 0
	l.size, l.unasked, l.between = bytes, 0, time.Time{}
	return ask
}

// answered notes an answer. One that nobody waits for means nothing.
func (l *link) answered(now time.Time) {
	if l.awaited == 0 {
		return
	}
	l.awaited--
	l.heard, l.overdue, l.mute = true, false, false
	switch waited := now.Sub(l.asked); {
	case l.awaited > 0:
		l.between = now
		l.sampleRoundTrip(waited)
		l.patience = waited + l.expected(l.size)
	case l.between.IsZero():
		l.sampleRoundTrip(waited)
	default:
		const keep = 0.75
		l.carried = l.carried*keep + float64(l.size)
		l.took = l.took*keep + now.Sub(l.between).Seconds()
	}
}

func (l *link) sampleRoundTrip(d time.Duration) {
	switch {
	case !l.clear:
	case l.roundTrip == 0:
		l.roundTrip = d
	default:
		l.roundTrip += (d - l.roundTrip) / 4
	}
}

// typed notes that a key came. Whoever types at a terminal that was asked in vain sits at one that does not answer, or not
// any more.
func (l *link) typed() { l.mute = l.mute || l.overdue }

// leave stops asking, and reports whether an answer is on its way that should be waited for before the terminal is handed
// back.
func (l *link) leave(now time.Time) bool {
	l.leaving = true
	return l.awaited > 0 && now.Before(l.asked.Add(l.patience))
}

// due returns when data may be shown next, if nothing happens before.
func (l *link) due() time.Time {
	at := l.last
	if l.budgeted() {
		at = later(at, l.paid)
	}
	if l.blurred {
		at = later(at, l.last.Add(blurredPace))
	}
	if l.awaited > 0 && !l.mute {
		at = later(at, l.asked.Add(l.patience))
	}
	return at
}

// pace returns the least time between two batches of a feed.
func (l *link) pace() time.Duration {
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

// budgeted reports whether bytes are counted: over SSH, unless the operator wants a pace of their own.
func (l *link) budgeted() bool { return l.remote && l.fps == 0 }

// rate returns how many bytes a second the link carries; +Inf where that is more than can be measured, or not known.
func (l *link) rate() float64 {
	if l.took <= 0 {
		return math.Inf(1)
	}
	return l.carried / l.took
}

// expected returns how long the answer to a frame may take, generously.
func (l *link) expected(bytes int) time.Duration {
	if !l.heard {
		return firstPatience
	}
	rate := l.rate()
	if l.carried == 0 {
		rate = thinnest
	}
	carrying := time.Duration(float64(bytes) / rate * float64(time.Second))
	return min(leastPatience+4*(l.roundTrip+carrying), mostPatience)
}

// rows returns how many rows of so many bytes the log may bring with one frame.
func (l *link) rows(bytes int) int {
	return int(max(min(l.rate()*logTime/float64(bytes), 1<<20), 1))
}

// chartPace returns the least time between two charts of so many cells, a byte each, more or less: most are blank, and
// the others take three.
func (l *link) chartPace(cells int) time.Duration {
	return time.Duration(float64(cells) / (l.rate() * chartShare) * float64(time.Second))
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
