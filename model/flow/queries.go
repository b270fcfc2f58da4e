package flow

import "time"

const (
	// firstTimeout is how long the first reply of a terminal is waited for, besides what the slowest link needs: not all
	// terminals reply.
	firstTimeout = 2 * time.Second
	// minTimeout and maxTimeout bound how long a terminal is waited for that has replied before.
	minTimeout = 3 * time.Second
	maxTimeout = 30 * time.Second
	// silentInterval is the least time between two queries to a terminal that does not reply.
	silentInterval = 10 * time.Second

	// maxPending is how many queries are on their way at most: renders after a key send them too, and a key can be held
	// down. Of a terminal that has never replied, the reply to each may go to a shell.
	maxPending      = 16
	maxPendingFirst = 4
)

// query is one that is on its way, or its reply is.
type query struct {
	sent  time.Time
	at    int64 // bytes written before it, in all
	size  int64 // those of them that were written with it
	alone bool  // of the others, none was on its way
}

// queries are those that are on their way, and what is known of whether the terminal replies. A reply does not say which
// query it belongs to, so they are kept until it comes, however late.
type queries struct {
	out     []query   // oldest first
	replied query     // the last one that was replied to
	begun   time.Time // when the first of out was sent, or when a reply came last
	newest  time.Time // when the last one was sent
	timeout time.Duration

	heard   bool // the terminal has ever replied
	overdue bool // it has not replied to a query in time since
	silent  bool // it is not waited for

	repeated bool // a query was sent again after a timeout, and not all are replied to since
	progress bool // and of those, some are
}

// pending reports whether a reply is to come.
func (q *queries) pending() bool { return len(q.out) > 0 }

// keyPressed records that a key came. A terminal that sends keys and has not replied in time does not reply, or not any
// more.
func (q *queries) keyPressed() { q.silent = q.silent || q.overdue }

// discard drops the queries that are on their way, of which the last was written before so many bytes in all.
func (q *queries) discard(written int64) {
	q.out = q.out[:0]
	q.replied = query{at: written}
	q.overdue, q.repeated, q.progress = false, false, false
}

// deadline is until when the next reply is waited for.
func (q *queries) deadline() time.Time { return q.begun.Add(q.timeout) }

// maySend reports whether a query should be sent now.
func (q *queries) maySend(now time.Time) bool {
	if len(q.out) == 0 {
		q.begun, q.timeout = now, 0
		return true
	}
	if now.Before(q.deadline()) {
		return !q.silent && (len(q.out) < maxPendingFirst || len(q.out) < maxPending && q.heard)
	}
	q.overdue = true
	q.silent = q.silent || !q.heard
	if q.silent && now.Before(q.newest.Add(silentInterval)) {
		return false
	}
	if q.repeated && q.progress || len(q.out) >= maxPending {
		// Replies come in order. What is missing although it was sent before those that came is lost.
		q.replied = q.out[len(q.out)-1]
		q.out, q.progress = q.out[:0], false
	}
	q.repeated = true
	q.begun, q.timeout = now, min(2*q.timeout, maxTimeout) // a dead link must not fill up with renders
	return true
}

// add records a query.
func (q *queries) add(one query) {
	q.out = append(q.out, one)
	q.newest = one.sent
}

// extend has the replies waited for for so long at least.
func (q *queries) extend(timeout time.Duration) { q.timeout = max(q.timeout, timeout) }

// pop removes the query that a reply belongs to; false if there is none.
func (q *queries) pop(now time.Time) (query, bool) {
	if len(q.out) == 0 {
		return query{}, false
	}
	one := q.out[0]
	q.out = append(q.out[:0], q.out[1:]...)
	q.begun = now
	q.heard, q.overdue, q.silent = true, false, false
	q.progress = q.repeated
	if len(q.out) == 0 {
		q.repeated, q.progress = false, false
	}
	return one, true
}
