package history

import (
	"slices"

	"sockeye/feed/event"
	"sockeye/feed/series"
)

// What a history keeps is one number of bytes. It is for series and candles as they grow, and for the log, which has what
// they leave: its oldest entries are evicted first, down to a quarter of the whole. From there on series and candles are cut:
// those that are not pinned, one level after the other, and of a level those that have been silent for longest. While
// messages are large, the log has less, down to a sixteenth: the buffers of the feed are as large as they are.
const (
	logPart      = 4
	leastLogPart = 16

	// evictEvery is after how many points of a batch memory is counted: a batch can have more points than may be kept.
	evictEvery = 4096

	// smallBuffers are buffers that are not counted, and smallMessages how many messages in a row have to be much smaller
	// than the buffers before a feed gives these back.
	smallBuffers  = 64 << 10
	smallMessages = 16
)

// memory is what series and candles have, and may have, in bytes.
type memory struct {
	limit int64 // of log, series and candles together, at the most
	bytes int64 // of series and candles
	least int64 // of bytes when nothing could be smaller; 0: something could

	largest int64 // bytes of the largest message, until many in a row are much smaller: so large are the buffers of the feed
	next    int64 // of those since then
	small   int64 // so many they are
}

// follow notes how large the messages of a batch are.
func (m *memory) follow(b *event.Batch) {
	if b.Largest > m.largest/4 {
		m.largest, m.next, m.small = max(m.largest, b.Largest), 0, 0
		return
	}
	m.next, m.small = max(m.next, b.Largest), m.small+b.Counts.In
	if m.small >= smallMessages {
		m.largest, m.next, m.small = m.next, 0, 0
	}
}

// buffers is about how many bytes the buffers of the feed have, beside the few that every feed has.
func (m *memory) buffers() int64 {
	if m.largest <= smallBuffers {
		return 0
	}
	return m.largest + m.largest/4
}

// SetLimit changes how many bytes are kept. Series that had to be small may grow again.
func (h *History) SetLimit(bytes int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.memory.least = 0
	if bytes > h.memory.limit {
		for i := range h.rows {
			h.rows[i].sized(func(s sized) { h.setLevel(s, 0) })
		}
	}
	h.memory.limit = bytes
	h.evict()
}

// Pin names the labels whose series and candles are cut last, and whole again as soon as they may be, because a screen shows
// them. The key stands for that screen. Without labels, it shows none.
func (h *History) Pin(key any, labels ...int32) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(labels) == 0 {
		delete(h.pins, key)
	} else {
		h.pins[key] = slices.Clone(labels)
	}
	h.pinned = h.pinned[:0]
	for _, labels := range h.pins {
		h.pinned = append(h.pinned, labels...)
	}
	h.grow()
	h.evict()
}

// evict has the log and the series keep no more than they may. mu is held.
func (h *History) evict() {
	m := &h.memory
	most := m.limit - m.limit/logPart
	if m.bytes > max(most, m.least+m.least/8) {
		h.shrink(most - most/8) // not with every point
		m.least = 0
		if m.bytes > most {
			m.least = m.bytes
		}
	}
	h.log.setLimit(max(m.limit-min(m.bytes, most)-m.buffers(), m.limit/leastLogPart))
}

// sized is a series or the candles of a label.
type sized interface {
	Level() int
	SetLevel(level int)
	Bytes() int64
}

// sized calls a function with the series and the candles of the label.
func (r *row) sized(do func(sized)) {
	for _, s := range r.series {
		if s != nil {
			do(s)
		}
	}
	if r.candles != nil {
		do(r.candles)
	}
}

func (h *History) setLevel(s sized, level int) {
	h.memory.bytes -= s.Bytes()
	s.SetLevel(level)
	h.memory.bytes += s.Bytes()
}

// shrink makes series and candles smaller until they have no more than so many bytes, or cannot be smaller.
func (h *History) shrink(most int64) {
	var rows, pinned []int32
	for n := range int32(len(h.rows)) {
		if slices.Contains(h.pinned, n) {
			pinned = append(pinned, n)
		} else {
			rows = append(rows, n)
		}
	}
	slices.SortStableFunc(rows, func(a, b int32) int { return h.rows[a].heard.Compare(h.rows[b].heard) })
	for _, these := range [][]int32{rows, pinned} {
		for level := 1; level <= series.Smallest; level++ {
			for _, n := range these {
				h.rows[n].sized(func(s sized) {
					if h.memory.bytes > most && s.Level() < level {
						h.setLevel(s, level)
					}
				})
			}
		}
	}
}

// grow lets the series and candles that are pinned be whole again. mu is held.
func (h *History) grow() {
	for _, n := range h.pinned {
		if int(n) < len(h.rows) {
			h.rows[n].sized(func(s sized) {
				if s.Level() > 0 {
					h.setLevel(s, 0)
				}
			})
		}
	}
}
