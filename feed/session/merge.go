package session

import (
	"fmt"
	"time"
)

// What a merged batch holds at the most, whatever has been merged into it.
const (
	mergedPoints  = 64 << 10
	mergedCandles = 16 << 10
	mergedNotes   = 1 << 10
	mergedBytes   = 1 << 20 // of notes
)

// Size returns the memory that the batch keeps alive, in bytes, without what batches share.
func (b *Batch) Size() int64 {
	size := int64(2<<10) + 32*int64(cap(b.Points)) + 48*int64(cap(b.Ends)) + 80*int64(cap(b.Candles))
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
	var chunks, points, candles int
	for _, b := range batches {
		chunks, points, candles = chunks+len(b.Chunks), points+len(b.Points), candles+len(b.Candles)
	}
	joined := &Batch{Chunks: make([]*Chunk, 0, chunks), Points: make([]Point, 0, points), Candles: make([]Candle, 0, candles)}
	for _, b := range batches {
		joined.Chunks = append(joined.Chunks, b.Chunks...)
		joined.append(b)
	}
	return joined
}

// append adds all of o but its log rows; o is the later one.
func (b *Batch) append(o *Batch) {
	b.adopt(len(b.Points), o.Ends)
	b.Points = append(b.Points, o.Points...)
	b.Candles = append(b.Candles, o.Candles...)
	b.touch(o.Touches)
	b.Counts.Add(o.Counts)
	b.Lags.Add(&o.Lags)
	b.Status, b.Rows = o.Status, o.Rows
	b.Largest = max(b.Largest, o.Largest)
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
// survive, the latter within bounds. It also returns how many of our own rows were left out for the newer ones.
func Merge(merged, b *Batch) (m *Batch, missed int) {
	if merged == nil {
		merged = &Batch{}
	}
	merged.append(b)
	merged.Counts.Dropped += b.Counts.Log
	merged.Counts.Log -= b.Counts.Log

	merged.Chunks, missed = newestNotes(append(merged.Chunks[:len(merged.Chunks):len(merged.Chunks)], b.Chunks...))
	if len(merged.Ends) > mergedEnds {
		merged.Ends = thinEnds(merged.Ends)
	}
	if len(merged.Points) > mergedPoints {
		merged.thin()
	}
	if over := len(merged.Points) - mergedPoints; over > 0 { // so many rows that there was little to thin out
		merged.Points = append([]Point(nil), merged.Points[over:]...)
		for i := range merged.Ends {
			merged.Ends[i].After = max(merged.Ends[i].After-int32(over), 0)
		}
	}
	if n := len(merged.Candles); n > mergedCandles {
		merged.Candles = append([]Candle(nil), merged.Candles[n-mergedCandles:]...)
	}
	return merged, missed
}

// newestNotes copies the newest of our own rows, in their order, so that nothing of the chunks is kept alive, and
// counts the older ones.
func newestNotes(chunks []*Chunk) (kept []*Chunk, missed int) {
	type place struct {
		chunk   *Chunk
		message *Message
	}
	var notes []place
	for _, c := range chunks {
		if c.notes == 0 {
			continue
		}
		for i := range c.Messages {
			if m := &c.Messages[i]; !m.Kind.Inbound() && m.Kind != Heartbeat {
				notes = append(notes, place{c, m})
			}
		}
	}
	first, bytes := len(notes), 0
	for first > 0 && len(notes)-first < mergedNotes {
		if bytes += int(notes[first-1].message.size); bytes > mergedBytes && first < len(notes) {
			break
		}
		first--
	}
	if len(notes) == 0 {
		return nil, 0
	}
	var newest builder
	for _, n := range notes[first:] {
		newest.add(*n.message, n.chunk.Payload(n.message), nil)
	}
	return newest.batch.Chunks, first
}

// Missing returns b, after a row that says how many rows of our own are missing before it, if any are.
func (b *Batch) Missing(missed int) *Batch {
	if missed == 0 {
		return b
	}
	at := b.Status.Since
	if len(b.Chunks) > 0 {
		at = time.Unix(0, b.Chunks[0].Messages[0].At)
	}
	told := *b
	note := NoteChunk(at, Notice, fmt.Sprintf("rows of our own left out, because this log was read too slowly: %d", missed))
	told.Chunks = append([]*Chunk{note}, b.Chunks...)
	return &told
}

// thin keeps of each run of points of one row and field the lowest, the highest and the last, in their order,
// so that a chart loses detail but no extreme. A run is over where the value ends, so that both its sides have a last one.
func (b *Batch) thin() {
	const run = 8
	points := b.Points
	type group struct{ low, high, last, n int }
	groups := make(map[int64]*group)
	keep := make([]bool, len(points))
	settle := func(g *group) {
		keep[g.low], keep[g.high], keep[g.last] = true, true, true
		g.n = 0
	}
	ends := b.Ends
	for i := range points {
		for ; len(ends) > 0 && int(ends[0].After) <= i; ends = ends[1:] {
			if g := groups[series(ends[0].Row, ends[0].Field)]; g != nil && g.n > 0 {
				settle(g)
			}
		}
		p := &points[i]
		key := series(p.Row, p.Field)
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
	ends = b.Ends
	for i, k := range keep {
		for ; len(ends) > 0 && int(ends[0].After) <= i; ends = ends[1:] {
			ends[0].After = int32(len(kept))
		}
		if k {
			kept = append(kept, points[i])
		}
	}
	for i := range ends {
		ends[i].After = int32(len(kept))
	}
	b.Points = kept
}
