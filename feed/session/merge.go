package session

// What a merged batch holds at the most, whatever has been merged into it.
const (
	mergedPoints  = 64 << 10
	mergedCandles = 16 << 10
	mergedNotes   = 1 << 10
)

// Size returns the memory that the batch keeps alive, in bytes, without what batches share.
func (b *Batch) Size() int64 {
	size := int64(2<<10) + 32*int64(cap(b.Points)) + 80*int64(cap(b.Candles))
	for _, c := range b.Chunks {
		size += c.Bytes()
	}
	return size
}

// Join returns batches, oldest first and at least one, as a single one. Nothing is lost and no payload is
// copied.
func Join(batches []*Batch) *Batch {
	if len(batches) == 1 {
		return batches[0]
	}
	joined := &Batch{}
	for _, b := range batches {
		joined.Chunks = append(joined.Chunks, b.Chunks...)
		joined.append(b)
	}
	return joined
}

// append adds all of o but its log rows; o is the later one.
func (b *Batch) append(o *Batch) {
	b.Points = append(b.Points, o.Points...)
	b.Candles = append(b.Candles, o.Candles...)
	b.touch(o.Touches)
	b.Counts.Add(o.Counts)
	b.Lags.Add(&o.Lags)
	b.Status, b.Rows = o.Status, o.Rows
}

func (b *Batch) touch(touches []Touch) {
	place := make(map[int32]int, len(b.Touches)+len(touches))
	for i := range b.Touches {
		place[b.Touches[i].Row] = i
	}
	for _, t := range touches {
		i, ok := place[t.Row]
		if !ok {
			place[t.Row] = len(b.Touches)
			b.Touches = append(b.Touches, t)
			continue
		}
		b.Touches[i].Events += t.Events
		b.Touches[i].At = t.At
	}
}

// Merge makes one batch of bounded size out of merged, which may be nil and is used up, and the later batch b,
// for a reader that is too slow: messages become counts; our own rows, the points' extremes and the candles
// survive.
func Merge(merged, b *Batch) *Batch {
	if merged == nil {
		merged = &Batch{}
	}
	merged.append(b)
	merged.Counts.Dropped += b.Counts.Log
	merged.Counts.Log -= b.Counts.Log

	var notes builder
	for _, from := range [][]*Chunk{merged.Chunks, b.Chunks} {
		for _, c := range from {
			if c.notes == 0 {
				continue
			}
			for i := range c.Messages {
				if m := &c.Messages[i]; !m.Kind.Inbound() {
					notes.add(*m, c.Payload(m), nil)
				}
			}
		}
	}
	merged.Chunks = nil
	if notes.batch != nil {
		merged.Chunks = notes.batch.Chunks
		newest := merged.Chunks[len(merged.Chunks)-1]
		newest.Messages = newest.Messages[max(0, len(newest.Messages)-mergedNotes):]
		newest.notes = len(newest.Messages)
		merged.Chunks = []*Chunk{newest}
	}
	if len(merged.Points) > mergedPoints {
		merged.Points = thin(merged.Points)
	}
	if n := len(merged.Points); n > mergedPoints { // so many rows that there was little to thin out
		merged.Points = append([]Point(nil), merged.Points[n-mergedPoints:]...)
	}
	if n := len(merged.Candles); n > mergedCandles {
		merged.Candles = append([]Candle(nil), merged.Candles[n-mergedCandles:]...)
	}
	return merged
}

// thin keeps of each run of points of one row and field the lowest, the highest and the last, in their order,
// so that a chart loses detail but no extreme.
func thin(points []Point) []Point {
	const run = 8
	type group struct{ low, high, last, n int }
	groups := make(map[int64]*group)
	keep := make([]bool, len(points))
	settle := func(g *group) {
		keep[g.low], keep[g.high], keep[g.last] = true, true, true
		g.n = 0
	}
	for i := range points {
		p := &points[i]
		key := int64(p.Row)<<8 | int64(p.Field)
		g := groups[key]
		if g == nil {
			g = &group{}
			groups[key] = g
		}
		if g.n == 0 {
			g.low, g.high = i, i
		}
		if p.Value < points[g.low].Value {
			g.low = i
		}
		if p.Value > points[g.high].Value {
			g.high = i
		}
		g.last = i
		if g.n++; g.n == run {
			settle(g)
		}
	}
	for _, g := range groups {
		if g.n > 0 {
			settle(g)
		}
	}
	kept := points[:0:0]
	for i, k := range keep {
		if k {
			kept = append(kept, points[i])
		}
	}
	return kept
}
