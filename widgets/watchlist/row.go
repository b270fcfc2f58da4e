package watchlist

import (
	"math"
	"time"

	"sockeye/widgets/theme"
)

// Row is one subscription or label.
type Row struct {
	Label  string // any bytes, sanitised here; the selection is kept by it
	State  State
	Reason string        // why it is pending, rejected, ended or off; any bytes, sanitised here
	For    time.Duration // for how long it is in its state; shown with NoData and Unanswered
	Alert  bool          // an alert on it is raised and not acknowledged

	Others string // who else wants it, where the feed is shared; any bytes, sanitised here

	HasValue  bool         // there is a value: Last, ChangePct and Spark mean something
	Last      float64      // the latest value
	Decimals  int          // of Last; below 0: as many as it needs
	Unit      string       // of Last; any bytes, sanitised here
	Ended     bool         // there is no value any more, if HasValue is not set; Age is that of the last one
	Word      string       // what the feed says in place of a value that has ended, "" for nothing; any bytes, sanitised here
	Change    theme.Change // of Last
	ChangePct float64      // over the chart's window, in per cent; NaN: none
	Spark     []float64    // the last minute in equal slices, oldest first; NaN: nothing in a slice

	Values []Value // what it has in the columns of [Model.SetColumns], in their order; one that is missing has nothing

	PerSecond float64 // events
	HasAge    bool    // there was an event: Age means something
	Late      bool    // Age is more than is usual for the row
	Age       time.Duration
}

// inWords reports whether the row shows its state in words where others have figures.
func (r *Row) inWords() bool {
	worded := r.State.record().worded
	return worded == always || worded == valueless && !r.valued()
}

// valued reports whether the row has a value to show.
func (r *Row) valued() bool {
	return r.HasValue && !math.IsNaN(r.Last)
}
