package event

// Batch is what happened on a feed between two moments: entries for the log, points and candles for the
// charts, counts, and the state at its end. It is immutable once it is sealed, owns its bytes, and
// may be held by any number of readers.
type Batch struct {
	Chunks   []*Chunk // the entries of the log, oldest first
	Points   []Point
	Ends     []EndOfValue    // of values, in the order in which they came; see Values
	Candles  []Candle        // at most one for a run of updates to one candle
	Activity []LabelActivity // the labels that had events, once each
	Counts   Counts
	Lags     Lags
	Status   Status
	Labels   []Label // every label, by number; shared between batches until one changes
	Largest  int64   // bytes of the largest message of Counts.In
}

// Size returns the memory that the batch keeps alive, in bytes, without what batches share.
func (b *Batch) Size() int64 {
	size := int64(2<<10) + 32*int64(cap(b.Points)) + 48*int64(cap(b.Ends)) + 80*int64(cap(b.Candles))
	for _, c := range b.Chunks {
		size += c.Bytes()
	}
	return size
}
