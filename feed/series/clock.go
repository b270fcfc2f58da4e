package series

import "time"

// agreeing is how many times in a row must agree before a jump is accepted.
const agreeing = 3

// clock separates times that continue what was before from those that do not. The
// zero value has seen none.
type clock struct {
	trusted int64 // the last time accepted
	started bool
	suspect int64 // the last time not accepted
	streak  int   // of times not accepted that agree
}

type verdict int

const (
	accepted verdict = iota
	refused
	anew // accepted, and all before was wrong
)

// judge judges the next time, in order of arrival; reach is how far apart two
// times can be and still agree.
func (c *clock) judge(at int64, reach time.Duration) verdict {
	if !c.started || apart(at, c.trusted) <= uint64(reach) {
		c.trusted, c.started, c.streak = at, true, 0
		return accepted
	}
	if apart(at, c.suspect) > uint64(reach) {
		c.streak = 0
	}
	c.suspect = at
	c.streak++
	if c.streak < agreeing {
		return refused
	}
	c.trusted, c.streak = at, 0
	return anew
}

// apart is the distance of two times, which may not fit an int64.
func apart(a, b int64) uint64 {
	return uint64(max(a, b)) - uint64(min(a, b))
}
