package event

// Batch is what happened on a feed between two moments: entries for the log, points and candles for the
// charts, counts, and the state at its end. It is immutable once it is sealed, owns its bytes, and
// may be held by any number of readers.
type Batch struct {
	Chunks   []*Chunk // the entries of the log, oldest first
	Points   []Point
	Past     []Point         // older than the batch: for the charts, and for no alert
	Ends     []EndOfValue    // of values, in the order in which they came; see Values
	Candles  []Candle        // at most one for a run of updates to one candle
	Activity []LabelActivity // the labels that had events, once each
	Changes  []StateChange   // of the state, oldest first, and of very many the newest; see ChangesSince
	Counts   Counts
	Lags     Lags
	Status   Status
	Labels   Labels // every label, by number
	Largest  int64  // bytes of the largest message of Counts.In
}

// mostChanges is how many changes of the state a batch holds at the most.
const mostChanges = 64

// addChanges appends changes of the state, within bounds.
func (b *Batch) addChanges(changes ...StateChange) {
	b.Changes = append(b.Changes, changes...)
	if over := len(b.Changes) - mostChanges; over > 0 {
		b.Changes = append([]StateChange(nil), b.Changes[over:]...)
	}
}

// ChangesSince returns what has become of the state since the status before, which is that at the end of an earlier batch,
// oldest first: the last one has led to Status. It is empty if nothing has changed.
func (b *Batch) ChangesSince(before *Status) []StateChange {
	changes := b.Changes
	for i := range changes {
		if changes[i].isAt(before) {
			changes = changes[i+1:]
			break
		}
	}
	last := before.change()
	if len(changes) > 0 {
		last = changes[len(changes)-1]
	}
	if last.isAt(&b.Status) {
		return changes
	}
	return append(changes[:len(changes):len(changes)], b.Status.change()) // a batch of a reader that has joined late has no changes
}

// Size returns the memory that the batch keeps alive, in bytes, without what batches share.
func (b *Batch) Size() int64 {
	size := int64(2<<10) + 32*int64(cap(b.Points)+cap(b.Past)) + 48*int64(cap(b.Ends)) + 80*int64(cap(b.Candles)) + 72*int64(cap(b.Changes))
	for _, c := range b.Chunks {
		size += c.Bytes()
	}
	return size
}
