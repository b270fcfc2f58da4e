package replay

import (
	"fmt"
	"time"

	"sockeye/feed/recording"
)

// Order notes where the times of the lines of a feed go back. The zero value is ready.
type Order struct {
	newest int64 // Unix nanoseconds
	late   bool  // the line before was earlier than one before it
}

// tolerated is how much earlier than the one before it a line may be: lines come from several goroutines.
const tolerated = time.Second

// Back returns by how much a line is earlier than one before it, and whether that is to be reported: where there is a reason for it, and of
// lines in a row once.
func (o *Order) Back(line *recording.Line) (back time.Duration, report bool) {
	back = time.Duration(o.newest - line.At)
	if back <= 0 {
		o.newest, o.late = line.At, false
		return 0, false
	}
	report = back > tolerated && !o.late && line.State == nil
	o.late = o.late || report
	return back, report
}

// GoesBack says that the time goes back.
func GoesBack(back time.Duration) string {
	return fmt.Sprintf("the time goes back by %s: lines are out of order, or the clock was set back", back.Round(time.Millisecond))
}
