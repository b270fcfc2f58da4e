package link

import "time"

const (
	// firstPatience is how long the first answer of a terminal is waited for, besides what the thinnest link needs: not
	// all answer.
	firstPatience = 2 * time.Second
	// leastPatience and mostPatience bound how long a terminal is waited for that has answered before.
	leastPatience = 3 * time.Second
	mostPatience  = 30 * time.Second
	// askRarely is how often a terminal is asked that does not answer.
	askRarely = 10 * time.Second

	// mostOut is how many questions are on their way at most: what keys paint asks too, and they can be held down. Of a
	// terminal that has never answered, the answer to each may end up in a shell.
	mostOut      = 16
	mostOutFirst = 4
)

// question is one that is on its way, or its answer is.
type question struct {
	asked time.Time
	at    int64 // bytes written before it, in all
	size  int64 // those of them that were written with it
	clear bool  // of the others, none was on its way
}

// questions are those that are on their way, and what is known of whether they will be answered.
type questions struct {
	out      []question // oldest first
	passed   question   // the last one that was answered
	begun    time.Time  // when the first of out was asked, or when an answer came last
	newest   time.Time  // when it was asked last
	patience time.Duration

	heard   bool // the terminal has ever answered
	overdue bool // it has let a question go unanswered since
	mute    bool // it is not waited for

	again    bool // it was asked again, because it did not answer, and not all is answered since
	progress bool // and of that, something is
}

// Awaits reports whether an answer is to come.
func (q *questions) Awaits() bool { return len(q.out) > 0 }

// Typed records that a key came. A terminal that sends keys and has left a question unanswered does not answer, or not any
// more.
func (q *questions) Typed() { q.mute = q.mute || q.overdue }

// discard drops the questions that are on their way, of which the last was written before so many bytes in all.
func (q *questions) discard(written int64) {
	q.out = q.out[:0]
	q.passed = question{at: written}
	q.overdue, q.again, q.progress = false, false, false
}

// deadline is until when the next answer is waited for.
func (q *questions) deadline() time.Time { return q.begun.Add(q.patience) }

// mayAsk reports whether something should be asked now.
func (q *questions) mayAsk(now time.Time) bool {
	if len(q.out) == 0 {
		q.begun, q.patience = now, 0
		return true
	}
	if now.Before(q.deadline()) {
		return !q.mute && (len(q.out) < mostOutFirst || len(q.out) < mostOut && q.heard)
	}
	q.overdue = true
	q.mute = q.mute || !q.heard
	if q.mute && now.Before(q.newest.Add(askRarely)) {
		return false
	}
	if q.again && q.progress || len(q.out) >= mostOut {
		// Answers come in order. What is missing although it was asked for before those that came is lost.
		q.passed = q.out[len(q.out)-1]
		q.out, q.progress = q.out[:0], false
	}
	q.again = true
	q.begun, q.patience = now, min(2*q.patience, mostPatience) // a dead link must not fill up with renders
	return true
}

// put notes a question.
func (q *questions) put(one question) {
	q.out = append(q.out, one)
	q.newest = one.asked
}

// bear notes how long the answers may take.
func (q *questions) bear(patience time.Duration) { q.patience = max(q.patience, patience) }

// pop removes the question that an answer belongs to; false if there is none.
func (q *questions) pop(now time.Time) (question, bool) {
	if len(q.out) == 0 {
		return question{}, false
	}
	one := q.out[0]
	q.out = append(q.out[:0], q.out[1:]...)
	q.begun = now
	q.heard, q.overdue, q.mute = true, false, false
	q.progress = q.again
	if len(q.out) == 0 {
		q.again, q.progress = false, false
	}
	return one, true
}
