package event

// Point is one number at one time.
type Point struct {
	At       int64 // the feed's time, else receipt; Unix nanoseconds
	Value    float64
	Label    int32
	Field    uint8 // index into the feed's fields
	Decimals int8  // digits after the point as the feed wrote them; -1 where it used an exponent
}

// Candle is the state of one candle. Begin or End is 0 where the feed gives only the other; Volume is NaN
// where it gives none. Times are Unix nanoseconds.
type Candle struct {
	Begin, End                     int64
	Open, High, Low, Close, Volume float64
	Label                          int32
	Decimals                       int8
	Closed                         bool
}

// EndOfValue says that a number is none from a time on, until another one comes: the feed has said null, nothing, or a word
// such as "unavailable" in its place.
type EndOfValue struct {
	At    int64 // as of a Point
	Label int32
	Field uint8
	After int32  // how many points of the batch came before it
	Word  string // what the feed says instead: short, without secrets, not sanitised; "" is nothing, or null
}

// Values yields the points and the ends of values in the order in which they came. One of the two is nil.
func (b *Batch) Values(yield func(p *Point, e *EndOfValue) bool) {
	ends := b.Ends
	for i := 0; i <= len(b.Points); i++ {
		for ; len(ends) > 0 && (int(ends[0].After) <= i || i == len(b.Points)); ends = ends[1:] {
			if !yield(nil, &ends[0]) {
				return
			}
		}
		if i < len(b.Points) && !yield(&b.Points[i], nil) {
			return
		}
	}
}
