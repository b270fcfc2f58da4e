package json

import (
	"encoding/binary"
	"slices"
)

// layout is a message of a shape with its values at certain places. One that is as long, and has the same punctuation at the
// same places, needs no search at all: eight bytes at a time are compared, and searched for what no value may have. Most of them
// are those of the message before, of which that is known.
type layout struct {
	size   int // of the message, in bytes; 0: there is none
	words  []word
	values []value
	missed int // messages in a row that were as long and had other places
}

// word is eight bytes of a layout. The last one overlaps the one before where the size is no multiple of eight.
type word struct {
	last   uint64 // the bytes that were found to be right last
	fixed  uint64 // ones where a byte is the same in every message
	text   uint64 // these bytes, and zeros
	fill   uint64 // what stands for these bytes where the others are searched
	digits uint64 // ones where there is a digit of a number
	firsts uint64 // ones where a number of several digits before the point begins
}

// A layout is made anew for messages that are as long and have other places, but not for each of them where they change all
// the time.
const (
	fewMissed  = 4
	retryAfter = 64
)

// laidOut returns the layout of messages of a size.
func (s *shape) laidOut(size int) *layout { return &s.layouts[size%len(s.layouts)] }

// lays notes the layout of text, which has the shape.
func (l *layout) lays(s *shape, text []byte) {
	if l.missed++; len(text) < 8 || l.missed > fewMissed && l.missed%retryAfter != 0 {
		return
	}
	n := len(text)
	s.masks = slices.Grow(s.masks[:0], 3*n)[:3*n]
	clear(s.masks)
	free, digits, firsts := s.masks[:n], s.masks[n:2*n], s.masks[2*n:]
	l.size = n
	l.values = append(l.values[:0], s.values...)
	for i := range s.parts {
		p, v := &s.parts[i], &s.values[s.parts[i].ref]
		switch {
		case p.kind == Null:
		case p.kind == String:
			for at := v.start + 1; at < v.end-1; at++ {
				free[at] = 0xff
			}
		default:
			first := true
			for at := v.start; at < v.end; at++ {
				if c := text[at]; c-'0' <= 9 {
					if free[at], digits[at] = 0xff, 0xff; first && at+1 < v.end && text[at+1]-'0' <= 9 {
						firsts[at] = 0xff
					}
					first = false
				}
			}
		}
	}
	l.words = l.words[:0]
	for at := 0; at < len(text); at += 8 {
		at := min(at, len(text)-8)
		eight := func(of []byte) uint64 { return binary.LittleEndian.Uint64(of[at:]) }
		const fill = 0x6060606060606060
		w := word{last: eight(text), fixed: ^eight(free), digits: eight(digits), firsts: eight(firsts)}
		w.text, w.fill = w.last&w.fixed, fill&w.fixed
		l.words = append(l.words, w)
	}
}

// fits reports whether text has the layout. It is as long.
func (l *layout) fits(text []byte) bool {
	const (
		zeros, ones, tops = 0x3030303030303030, 0x0101010101010101, 0x8080808080808080
		above             = 0x7676767676767676 // has 10 and more be tops
	)
	last := len(text) - 8
	at := 0
	for i := range l.words {
		w := &l.words[i]
		if at > last {
			at = last
		}
		eight := binary.LittleEndian.Uint64(text[at : at+8])
		at += 8
		if eight == w.last {
			continue
		}
		digits := (eight ^ zeros) & w.digits
		firsts := eight ^ zeros | ^w.firsts
		if eight&w.fixed^w.text|stops(eight&^w.fixed|w.fill)|(digits+above|digits)&tops|(firsts-ones)&^firsts&tops != 0 {
			return false
		}
		w.last = eight
	}
	l.missed = 0
	return true
}
