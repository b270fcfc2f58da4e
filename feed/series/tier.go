package series

import (
	"math"
	"sort"
	"time"
)

// tierShape is the length of a tier's buckets and how many it keeps.
type tierShape struct {
	width time.Duration
	most  int
}

// tierShapes serve the windows of the screen with hundreds of buckets each:
// 15 s, 1 min, 5 and 15 min, 1 h, and 6 h.
var tierShapes = [...]tierShape{
	{25 * time.Millisecond, 16 * 40},
	{100 * time.Millisecond, 72 * 10},
	{time.Second, 16 * 60},
	{10 * time.Second, 66 * 6},
	{time.Minute, 400},
}

// key is the number of the bucket that contains at, counted from the epoch.
func (s *tierShape) key(at int64) int64 {
	w := int64(s.width)
	k := at / w
	if at%w < 0 {
		k--
	}
	return k
}

// bucket sums up the points of one stretch of time.
type bucket struct {
	key                   int64
	first, last, min, max float64
	firstAt, lastAt       uint32 // microseconds from the beginning of the bucket
	count                 uint32 // stays at its highest value
	ended                 bool   // at lastAt there was no value any more
}

// tier is a ring of the newest non-empty buckets of one width, ordered by key.
// It grows by doubling, up to the most that its shape allows.
type tier struct {
	ring  []bucket
	head  int // index in ring of the oldest
	count int

	// The bucket that the last point went to, which mostly gets the next one
	// too: its index in ring and the time where it begins. Not valid if count
	// is 0.
	current int
	begin   int64

	// lost is the highest key of a bucket pushed out or of a point refused.
	lost    int64
	hasLost bool
}

func (t *tier) len() int { return t.count }

func (t *tier) clear() { *t = tier{ring: t.ring} }

// slot is the index in ring of the ith oldest bucket.
func (t *tier) slot(i int) int {
	i += t.head
	if i >= len(t.ring) {
		i -= len(t.ring)
	}
	return i
}

func (t *tier) at(i int) *bucket { return &t.ring[t.slot(i)] }

// add adds a point to its bucket.
func (t *tier) add(shape *tierShape, at int64, v float64) {
	if into, ok := t.bucket(shape, at); ok {
		t.ring[t.current].add(v, into)
	}
}

// end adds the end of a value to its bucket.
func (t *tier) end(shape *tierShape, at int64) {
	if into, ok := t.bucket(shape, at); ok {
		t.ring[t.current].end(into)
	}
}

// bucket makes the bucket of a time the current one, and returns the place of the time in it, in microseconds; false if that
// is older than what is kept.
func (t *tier) bucket(shape *tierShape, at int64) (place uint32, ok bool) {
	// As unsigned, one comparison covers both before and behind.
	into := uint64(at) - uint64(t.begin)
	if t.count == 0 || into >= uint64(shape.width) {
		key := shape.key(at)
		if !t.find(shape, key) {
			return 0, false
		}
		t.begin = key * int64(shape.width)
		into = uint64(at) - uint64(t.begin)
	}
	return uint32(into / 1000), true
}

// end notes that there is no value from a time on.
func (b *bucket) end(at uint32) {
	if b.count == 0 && !b.ended || at >= b.lastAt {
		b.lastAt, b.ended = at, true
	}
}

func (b *bucket) add(v float64, at uint32) {
	if b.count == 0 {
		b.first, b.last, b.min, b.max = v, v, v, v
		b.firstAt, b.count = at, 1
		if !b.ended || at >= b.lastAt {
			b.lastAt, b.ended = at, false
		}
		return
	}
	if at >= b.lastAt {
		b.last, b.lastAt, b.ended = v, at, false
	} else if at < b.firstAt {
		b.first, b.firstAt = v, at
	}
	if v < b.min {
		b.min = v
	}
	if v > b.max {
		b.max = v
	}
	if b.count < math.MaxUint32 {
		b.count++
	}
}

// find makes the bucket with the key the current one, and makes it if need be.
// It returns false if that bucket is older than what is kept.
func (t *tier) find(shape *tierShape, key int64) bool {
	i := t.count
	if t.count > 0 && key <= t.at(t.count-1).key {
		i = sort.Search(t.count, func(i int) bool { return t.at(i).key >= key })
		if t.at(i).key == key {
			t.current = t.slot(i)
			return true
		}
	}
	if t.count == shape.most {
		if i == 0 {
			t.lose(key)
			return false
		}
		t.lose(t.at(0).key)
		t.head = t.slot(1)
		t.count--
		i--
	} else if t.count == len(t.ring) {
		t.grow(shape.most)
	}
	t.insert(i)
	t.current = t.slot(i)
	t.ring[t.current] = bucket{key: key}
	return true
}

// insert makes space for an ith bucket by moving those on its shorter side.
func (t *tier) insert(i int) {
	t.count++
	if i < t.count/2 {
		t.head--
		if t.head < 0 {
			t.head += len(t.ring)
		}
		for j := range i {
			*t.at(j) = *t.at(j + 1)
		}
		return
	}
	for j := t.count - 1; j > i; j-- {
		*t.at(j) = *t.at(j - 1)
	}
}

func (t *tier) grow(most int) {
	ring := make([]bucket, min(most, max(8, 2*len(t.ring))))
	for i := range t.count {
		ring[i] = *t.at(i)
	}
	t.ring, t.head = ring, 0
}

// cut drops the oldest buckets beyond the most that a shape allows, and gives their memory back.
func (t *tier) cut(shape *tierShape) {
	if len(t.ring) <= shape.most {
		return
	}
	drop := max(t.count-shape.most, 0)
	if drop > 0 {
		t.lose(t.at(drop - 1).key)
	}
	ring := make([]bucket, t.count-drop)
	for i := range ring {
		ring[i] = *t.at(drop + i)
	}
	t.ring, t.head, t.count, t.current = ring, 0, len(ring), 0
	if t.count > 0 {
		t.begin = ring[0].key * int64(shape.width)
	}
}

func (t *tier) lose(key int64) {
	if !t.hasLost || key > t.lost {
		t.lost, t.hasLost = key, true
	}
}

// covers reports whether nothing since from has been lost.
func (t *tier) covers(shape *tierShape, from int64) bool {
	return !t.hasLost || t.lost < shape.key(from)
}

// window is the range of buckets that overlap [from, to), as indexes for at.
func (t *tier) window(shape *tierShape, from, to int64) (first, end int) {
	begin, last := shape.key(from), shape.key(to-1)
	first = sort.Search(t.count, func(i int) bool { return t.at(i).key >= begin })
	end = sort.Search(t.count, func(i int) bool { return t.at(i).key > last })
	return first, end
}
