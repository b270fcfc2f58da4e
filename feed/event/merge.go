package event

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

// append adds all of o but its log entries; o is the later one.
func (b *Batch) append(o *Batch) {
	b.adopt(len(b.Points), o.Ends)
	b.Points = append(b.Points, o.Points...)
	b.Past = append(b.Past, o.Past...)
	b.Candles = append(b.Candles, o.Candles...)
	b.addActivity(o.Activity)
	b.addChanges(o.Changes...)
	b.Counts.Add(o.Counts)
	b.Lags.Add(&o.Lags)
	b.Status, b.Labels = o.Status, o.Labels
	b.Largest = max(b.Largest, o.Largest)
}

func (b *Batch) addActivity(activity []LabelActivity) {
	place := make(map[int32]int, len(b.Activity)+len(activity))
	for i := range b.Activity {
		place[b.Activity[i].Label] = i
	}
	for _, a := range activity {
		i, ok := place[a.Label]
		if !ok {
			place[a.Label] = len(b.Activity)
			b.Activity = append(b.Activity, a)
			continue
		}
		b.Activity[i].Events += a.Events
		b.Activity[i].At = a.At
	}
}

// Merge makes one batch of bounded size out of merged, which may be nil and is used up, and the later batch b, for a reader
// that is too slow and finds the entries elsewhere: there are none, and what is counted stays so. The points' extremes and the
// candles survive, within bounds.
func Merge(merged, b *Batch) *Batch {
	if merged == nil {
		merged = &Batch{}
	}
	merged.append(b)
	merged.Chunks = nil
	if len(merged.Ends) > mergedEnds {
		merged.Ends = thinEnds(merged.Ends)
	}
	if len(merged.Points) > mergedPoints {
		merged.thin()
	}
	if over := len(merged.Points) - mergedPoints; over > 0 { // so many labels that there was little to thin out
		merged.Points = append([]Point(nil), merged.Points[over:]...)
		for i := range merged.Ends {
			merged.Ends[i].After = max(merged.Ends[i].After-int32(over), 0)
		}
	}
	if over := len(merged.Past) - mergedPoints; over > 0 {
		merged.Past = append([]Point(nil), merged.Past[over:]...)
	}
	if n := len(merged.Candles); n > mergedCandles {
		merged.Candles = append([]Candle(nil), merged.Candles[n-mergedCandles:]...)
	}
	return merged
}

// Drop is Merge for entries that are nowhere else: messages become counts of what was dropped; our own entries survive, within
// bounds. It also returns how many of these were left out for the newer ones.
func Drop(merged, b *Batch) (m *Batch, missed int) {
	var chunks []*Chunk
	if merged != nil {
		chunks = merged.Chunks
	}
	merged = Merge(merged, b)
	merged.Counts.Dropped += b.Counts.Log
	merged.Counts.Log -= b.Counts.Log
	merged.Chunks, missed = newestNotes(append(chunks[:len(chunks):len(chunks)], b.Chunks...))
	return merged, missed
}

// newestNotes copies the newest of our own entries, in their order, so that nothing of the chunks is kept alive, and
// counts the older ones.
func newestNotes(chunks []*Chunk) (kept []*Chunk, missed int) {
	type place struct {
		chunk *Chunk
		entry *Entry
	}
	var notes []place
	for _, c := range chunks {
		if c.notes == 0 {
			continue
		}
		for i := range c.Entries {
			if e := &c.Entries[i]; !e.Kind.Inbound() && e.Kind != Heartbeat {
				notes = append(notes, place{c, e})
			}
		}
	}
	first, bytes := len(notes), 0
	for first > 0 && len(notes)-first < mergedNotes {
		if bytes += int(notes[first-1].entry.size); bytes > mergedBytes && first < len(notes) {
			break
		}
		first--
	}
	if len(notes) == 0 {
		return nil, 0
	}
	var newest Builder
	for _, n := range notes[first:] {
		newest.Add(*n.entry, n.chunk.Payload(n.entry), nil)
	}
	return newest.batch.Chunks, first
}

// Missing returns b, after an entry that says how many entries of our own are missing before it, if any are.
func (b *Batch) Missing(missed int) *Batch {
	if missed == 0 {
		return b
	}
	at := b.Status.Since
	if len(b.Chunks) > 0 {
		at = time.Unix(0, b.Chunks[0].Entries[0].At)
	}
	marked := *b
	note := NoteChunk(at, Notice, fmt.Sprintf("entries of our own left out, because this log was read too slowly: %d", missed))
	marked.Chunks = append([]*Chunk{note}, b.Chunks...)
	return &marked
}

// thin keeps of each run of points of one label and field the lowest, the highest and the last, in their order,
// so that a chart loses detail but no extreme. A run is over where the value ends, so that both its sides have a last one.
func (b *Batch) thin() {
	const run = 8
	points := b.Points
	type group struct{ low, high, last, n int }
	groups := make(map[int64]*group)
	keep := make([]bool, len(points))
	keepGroup := func(g *group) {
		keep[g.low], keep[g.high], keep[g.last] = true, true, true
		g.n = 0
	}
	ends := b.Ends
	for i := range points {
		for ; len(ends) > 0 && int(ends[0].After) <= i; ends = ends[1:] {
			if g := groups[series(ends[0].Label, ends[0].Field)]; g != nil && g.n > 0 {
				keepGroup(g)
			}
		}
		p := &points[i]
		key := series(p.Label, p.Field)
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
			keepGroup(g)
		}
	}
	for _, g := range groups {
		if g.n > 0 {
			keepGroup(g)
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

// adopt appends the ends of a later batch, whose points come behind the first n ones of b.
func (b *Batch) adopt(n int, ends []EndOfValue) {
	for _, e := range ends {
		e.After += int32(n)
		b.Ends = append(b.Ends, e)
	}
}

// mergedEnds is how many ends of values a merged batch holds at the most.
const mergedEnds = 16 << 10

// thinEnds keeps the last end of each label and field, and of those the newest.
func thinEnds(ends []EndOfValue) []EndOfValue {
	last := make(map[int64]int, len(ends)/2)
	for i := range ends {
		last[series(ends[i].Label, ends[i].Field)] = i
	}
	kept := make([]EndOfValue, 0, len(last))
	for i := range ends {
		if last[series(ends[i].Label, ends[i].Field)] == i {
			kept = append(kept, ends[i])
		}
	}
	return kept[max(len(kept)-mergedEnds, 0):]
}

// series is one number for a label and a field.
func series(label int32, field uint8) int64 { return int64(label)<<8 | int64(field) }
