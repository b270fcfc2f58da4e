package session

// EndOfValue says that a number is none from a time on, until another one comes: the feed has said null, nothing, or a word
// such as "unavailable" in its place.
type EndOfValue struct {
	At    int64 // as of a Point
	Row   int32
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

// adopt appends the ends of a later batch, whose points come behind the first n ones of b.
func (b *Batch) adopt(n int, ends []EndOfValue) {
	for _, e := range ends {
		e.After += int32(n)
		b.Ends = append(b.Ends, e)
	}
}

// mergedEnds is how many ends of values a merged batch holds at the most.
const mergedEnds = 16 << 10

// thinEnds keeps the last end of each row and field, and of those the newest.
func thinEnds(ends []EndOfValue) []EndOfValue {
	last := make(map[int64]int, len(ends)/2)
	for i := range ends {
		last[series(ends[i].Row, ends[i].Field)] = i
	}
	kept := make([]EndOfValue, 0, len(last))
	for i := range ends {
		if last[series(ends[i].Row, ends[i].Field)] == i {
			kept = append(kept, ends[i])
		}
	}
	return kept[max(len(kept)-mergedEnds, 0):]
}

// series is one number for a row and a field.
func series(row int32, field uint8) int64 { return int64(row)<<8 | int64(field) }
