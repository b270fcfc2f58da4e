package json

import (
	"encoding/binary"
	"slices"
)

// layout is a message of a shape with its values at certain places. One that is as long, and has the same punctuation at the
// same places, needs no search at all: eight bytes at a time are compared, and searched for what no value may have.
type layout struct {
	size   int // of the message, in bytes; 0: there is none
	words  []word
	firsts []int32 // where a number of several digits before the point begins
	digits []digits
	values []value
	missed int // messages in a row that were as long and had other places
}

// word is eight bytes of a layout. The last one overlaps the one before where the size is no multiple of eight.
type word struct {
	fixed uint64 // ones where a byte is the same in every message
	text  uint64 // these bytes, and zeros
	fill  uint64 // what stands for these bytes where the others are searched
}

// digits are ones where there is a digit of a number in eight bytes.
type digits struct {
	at     int
	digits uint64
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
	s.fixed, s.digits = slices.Grow(s.fixed[:0], len(text)), slices.Grow(s.digits[:0], len(text))
	fixed, isDigit := s.fixed[:len(text)], s.digits[:len(text)]
	for i := range fixed {
		fixed[i] = 0xff
	}
	clear(isDigit)
	l.size, l.firsts = len(text), l.firsts[:0]
	l.values = append(l.values[:0], s.values...)
	for i := range s.parts {
		p, v := &s.parts[i], &s.values[s.parts[i].ref]
		switch {
		case p.kind == Null:
		case p.kind == String:
			clear(fixed[v.start+1 : v.end-1])
		default:
			first := true
			for at := v.start; at < v.end; at++ {
				if c := text[at]; c-'0' <= 9 {
					if fixed[at], isDigit[at] = 0, 0xff; first && at+1 < v.end && text[at+1]-'0' <= 9 {
						l.firsts = append(l.firsts, int32(at))
					}
					first = false
				}
			}
		}
	}
	l.words, l.digits = l.words[:0], l.digits[:0]
	for at := 0; at < len(text); at += 8 {
		at := min(at, len(text)-8)
		const fill = 0x6060606060606060
		w := word{fixed: binary.LittleEndian.Uint64(fixed[at:])}
		w.text, w.fill = binary.LittleEndian.Uint64(text[at:])&w.fixed, fill&w.fixed
		l.words = append(l.words, w)
		if ones := binary.LittleEndian.Uint64(isDigit[at:]); ones != 0 {
			l.digits = append(l.digits, digits{at, ones})
		}
	}
}

// fits reports whether text has the layout. It is as long.
func (l *layout) fits(text []byte) bool {
	last := len(text) - 8
	at := 0
	for i := range l.words {
		w := &l.words[i]
		if at > last {
			at = last
		}
		eight := binary.LittleEndian.Uint64(text[at : at+8])
		if eight&w.fixed^w.text|stops(eight&^w.fixed|w.fill) != 0 {
			return false
		}
		at += 8
	}
	for i := range l.digits {
		const zeros, above, tops = 0x3030303030303030, 0x7676767676767676, 0x8080808080808080 // above has 10 and more be tops
		d := &l.digits[i]
		if digits := (binary.LittleEndian.Uint64(text[d.at:d.at+8]) ^ zeros) & d.digits; (digits+above|digits)&tops != 0 {
			return false
		}
	}
	for _, at := range l.firsts {
		if text[at] == '0' {
			return false
		}
	}
	l.missed = 0
	return true
}
