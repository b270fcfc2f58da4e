package json

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"sync/atomic"
)

// Feeds send messages of a few kinds, and those of one kind have the same names and punctuation at the same places: only
// the texts and numbers between them differ. A message that is known to be like an earlier one is read without searching:
// what stands between its values is compared with what stood there, and each value is read as what it was. That is as
// strict as a scan, and takes half as long (BenchmarkScan, BenchmarkScanAnother).

// The shapes that a tape knows, and what has one.
const (
	maxShapes      = 4
	maxShapeText   = 4 << 10 // bytes of a message with a shape
	maxShapeValues = 128     // values of it, the names of members among them
)

// A feed whose messages have other shapes all the time would pay for learning them. A message that has no known shape is
// a debt of one, a shape that is learned of learnDebt, and one message with a known shape repays one. Who has a debt of
// mostDebt tries and learns shapes now and then, to see whether that has changed.
const (
	mostDebt   = 64
	learnDebt  = 8
	tryEvery   = 16
	learnEvery = 256
)

// shape is what the messages of one kind have in common.
type shape struct {
	number  uint64  // among those of all tapes
	text    []byte  // the message that it was learned from
	values  []value // of the last message that was not laid out as an earlier one
	layouts [4]layout
	parts   []part
	tail    uint32 // where in text the last part ends
	bounds  []bound
	members [32]member // that were asked for, each in its place
	masks   []byte     // of layout.lays, kept for its memory
}

// member is where the member of a name is in an object: that is the same in all messages of a shape.
type member struct {
	name  string // "": there is none
	of    Ref
	found Ref
}

// member returns the place of a member among those that were asked for, which another one may have.
func (s *shape) member(of Ref, name string) *member {
	return &s.members[(int(of)*5+len(name)*3+int(name[0])+int(name[len(name)-1]))%len(s.members)]
}

// part is a value that is no list and no object, with what stands before it.
type part struct {
	head, mask uint64 // what stands before it, as far as eight bytes reach
	from, to   uint32 // where in the text of the shape that stands; the quotes of strings belong to it
	ref        int32
	bounds     int32 // of the shape, those before the value
	kind       Kind  // Null stands for true and false as well
}

// bound is the beginning or the end of a list or an object.
type bound struct {
	at  uint32 // in the text of the shape
	ref int32
	end bool
}

// another reads text as a message of a known shape, and reports whether it is one.
func (t *Tape) another(text []byte) bool {
	if t.turn++; t.debt >= mostDebt && t.turn%tryEvery != 0 || len(text) == 0 || len(text) > maxShapeText {
		return false
	}
	for i := range t.shapes {
		n := t.last + i // the one of the message before comes first
		if n >= len(t.shapes) {
			n -= len(t.shapes)
		}
		s := t.shapes[n]
		l := s.laidOut(len(text))
		if l.size == len(text) && l.fits(text) {
			if t.laid != l {
				t.laid, t.known, t.values, t.names, t.last = l, s, l.values, s.text, n
			}
		} else if s.fits(text) {
			t.laid, t.known, t.values, t.names, t.last = nil, s, s.values, s.text, n
			l.lays(s, text)
		} else {
			continue
		}
		t.text = text
		t.debt = max(t.debt-1, 0)
		return true
	}
	t.debt = min(t.debt+1, mostDebt)
	return false
}

// learned is how many shapes were learned by all tapes.
var learned atomic.Uint64

// Shape returns the number of the shape of the message, which no other shape has; 0: it has none that is known. In all messages of one
// shape, the values with the same Ref are of the same type, where null, true and false are one, and have the same members, elements and
// names.
func (t *Tape) Shape() uint64 {
	if t.known == nil {
		return 0
	}
	return t.known.number
}

// learn notes the shape of the message that was scanned.
func (t *Tape) learn() {
	if len(t.text) > maxShapeText || len(t.values) > maxShapeValues || t.debt > mostDebt-learnDebt && t.turn%learnEvery != 0 {
		return
	}
	for i := range t.values {
		if t.values[i].escaped() {
			return
		}
	}
	t.debt = min(t.debt+learnDebt, mostDebt)
	if len(t.shapes) < maxShapes {
		t.last = len(t.shapes)
		t.shapes = append(t.shapes, new(shape))
	} else {
		t.last = (t.last + 1) % maxShapes // not the one that fitted last
	}
	t.shapes[t.last].number = learned.Add(1)
	t.shapes[t.last].learn(t.text, t.values)
}

// learn makes the shape that of a message.
func (s *shape) learn(text []byte, values []value) {
	for i := range s.layouts {
		s.layouts[i].size, s.layouts[i].missed = 0, 0
	}
	clear(s.members[:])
	s.text = append(s.text[:0], text...)
	s.values = append(s.values[:0], values...)
	s.parts, s.bounds, s.tail = s.parts[:0], s.bounds[:0], 0
	for i := range values {
		v := &values[i]
		switch kind := v.kind(); {
		case v.about&nameBit != 0:
		case kind >= List:
			s.bounds = append(s.bounds, bound{at: v.start, ref: int32(i)}, bound{at: v.end, ref: int32(i), end: true})
		default:
			p := part{from: s.tail, to: v.start, ref: int32(i), kind: kind}
			s.tail = v.end
			switch {
			case kind == String:
				p.to, s.tail = v.start+1, v.end-1
			case kind < Number:
				p.kind = Null
			}
			var head [8]byte
			n := copy(head[:], text[p.from:p.to])
			p.head, p.mask = binary.LittleEndian.Uint64(head[:]), ^uint64(0)>>(64-8*n)
			s.parts = append(s.parts, p)
		}
	}
	slices.SortFunc(s.bounds, func(a, b bound) int { return int(a.at) - int(b.at) })
	n := 0
	for i := range s.parts {
		for n < len(s.bounds) && s.bounds[n].at <= s.parts[i].to {
			n++
		}
		s.parts[i].bounds = int32(n)
	}
}

// fits reports whether text has the shape, and has the values of the shape be those of text then.
func (s *shape) fits(text []byte) bool {
	i, b := 0, 0
	values := s.values
	for n := range s.parts {
		p := &s.parts[n]
		size := int(p.to - p.from)
		if i+8 > len(text) {
			if len(text)-i < size || string(text[i:i+size]) != string(s.text[p.from:p.to]) {
				return false
			}
		} else if (binary.LittleEndian.Uint64(text[i:i+8])^p.head)&p.mask != 0 ||
			size > 8 && (len(text)-i < size || string(text[i+8:i+size]) != string(s.text[p.from+8:p.to])) {
			return false
		}
		for ; b < int(p.bounds); b++ {
			s.move(&s.bounds[b], uint32(i)-p.from)
		}
		i += size
		start := i
		v := &values[p.ref]
		if p.kind == String {
			for {
				if i+8 > len(text) {
					i = plainEnd(text, i)
					break
				}
				if found := stops(binary.LittleEndian.Uint64(text[i : i+8])); found != 0 {
					i += bits.TrailingZeros64(found) / 8
					break
				}
				i += 8
			}
			v.start, v.end = uint32(start-1), uint32(i+1)
		} else {
			if i >= len(text) {
				return false
			}
			var kind Kind
			if i, kind = scalarEnd(text, i); i < 0 || kind != p.kind && (kind >= Number || p.kind == Number) {
				return false
			}
			v.start, v.end, v.about = uint32(start), uint32(i), uint32(kind)
		}
	}
	if string(text[i:]) != string(s.text[s.tail:]) {
		return false
	}
	for ; b < len(s.bounds); b++ {
		s.move(&s.bounds[b], uint32(i)-s.tail)
	}
	return true
}

// move puts the beginning or the end of a list or an object where it is, so many bytes behind where it was.
func (s *shape) move(b *bound, by uint32) {
	if b.end {
		s.values[b.ref].end = b.at + by
	} else {
		s.values[b.ref].start = b.at + by
	}
}

// plainEnd returns where what is in a string without escapes ends at the latest, near the end of the text: at a quote, unless
// there is none where one may stand.
func plainEnd(text []byte, i int) int {
	for i < len(text) && text[i] >= ' ' && text[i] != '"' && text[i] != '\\' {
		i++
	}
	return i
}
