// Package clock is the time by which alerts are judged: that of the machine, which an operator may set back, and which goes back by a
// little at times. It reads no clock: the time is handed in.
package clock

import "time"

// setBack is how far the clock of the machine has to go back to count as set by an operator. Times that are a little
// out of order are not: then the time stands still.
const setBack = time.Second

// Clock is the time that was handed in last.
type Clock struct {
	Wall time.Time
	Now  int64 // the same in Unix nanoseconds, but for that it does not go back by little
}

// Set moves the time on. It returns by how much the clock of the machine was set back, in nanoseconds; else 0.
func (c *Clock) Set(wall time.Time) (back int64) {
	c.Wall = wall
	if by := c.Now - wall.UnixNano(); by > int64(setBack) {
		back = by
		c.Now -= by
	}
	c.Now = max(c.Now, wall.UnixNano())
	return back
}

// At returns a time that the feed has noted, as the clock of the machine is set now.
func (c *Clock) At(t time.Time) int64 { return c.Now - int64(c.Wall.Sub(t)) }
