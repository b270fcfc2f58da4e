package json

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// Scan reads text, which must be one JSON value with optional white space around it. The tape refers to
// text until the next Scan: the caller must not change it meanwhile. On an error the tape is empty.
func (t *Tape) Scan(text []byte) error {
	if t.another(text) {
		return nil
	}
	values, open, err := scan(text, t.scanned[:0], t.open[:0])
	t.scanned, t.open = values, open
	if err != nil {
		values = values[:0]
	}
	t.text, t.names, t.values, t.laid, t.known = text, text, values, nil, nil
	if err == nil {
		t.learn()
	}
	return err
}

// scan appends the values of text to values, which is empty, and uses open for the containers that it is in. It
// is one loop without recursion, on local slices: each turn reads one value, then closes whatever ends behind it.
func scan(text []byte, values []value, open []int32) ([]value, []int32, error) {
	if len(text) > math.MaxInt32 {
		return values, open, ErrTooMany
	}
	i := skipSpace(text, 0)
	top := int32(-1) // the innermost container
	isObject := false
	for {
		if len(values) >= maxValues {
			return values, open, ErrTooMany
		}
		if isObject { // `"name":` comes before the value
			end, escaped := stringEnd(text, i)
			if end < 0 {
				return values, open, ErrSyntax
			}
			values = append(values, value{start: uint32(i), end: uint32(end), next: int32(len(values)) + 1, about: about(String, escaped) | nameBit})
			if i = skipSpace(text, end); i >= len(text) || text[i] != ':' {
				return values, open, ErrSyntax
			}
			i = skipSpace(text, i+1)
		}
		if i >= len(text) {
			return values, open, ErrSyntax
		}
		self := int32(len(values))
		switch c := text[i]; c {
		case '"':
			end, escaped := stringEnd(text, i)
			if end < 0 {
				return values, open, ErrSyntax
			}
			values = append(values, value{start: uint32(i), end: uint32(end), next: self + 1, about: about(String, escaped)})
			i = end
		case '{', '[':
			if len(open) >= maxDepth {
				return values, open, ErrDepth
			}
			kind := List
			if c == '{' {
				kind = Object
			}
			values = append(values, value{start: uint32(i), about: about(kind, false)})
			i = skipSpace(text, i+1)
			if i < len(text) && text[i] == c+2 { // '{' and '}', '[' and ']' are two apart
				i++
				values[self].end, values[self].next = uint32(i), self+1
				break
			}
			open = append(open, self)
			top, isObject = self, kind == Object
			continue
		default:
			end, kind := scalarEnd(text, i)
			if end < 0 {
				return values, open, ErrSyntax
			}
			values = append(values, value{start: uint32(i), end: uint32(end), next: self + 1, about: about(kind, false)})
			i = end
		}

		// A value has ended at i: a comma brings the next one, a bracket ends its container as well.
		for {
			i = skipSpace(text, i)
			if top < 0 {
				if i < len(text) {
					return values, open, ErrSyntax
				}
				return values, open, nil
			}
			if i >= len(text) {
				return values, open, ErrSyntax
			}
			v := &values[top]
			v.about += oneMore
			if text[i] == ',' {
				i = skipSpace(text, i+1)
				break
			}
			if text[i] != text[v.start]+2 {
				return values, open, ErrSyntax
			}
			i++
			v.end, v.next = uint32(i), int32(len(values))
			open = open[:len(open)-1]
			top, isObject = -1, false
			if n := len(open); n > 0 {
				top = open[n-1]
				isObject = values[top].kind() == Object
			}
		}
	}
}

func skipSpace(text []byte, i int) int {
	for i < len(text) && text[i] <= ' ' {
		if c := text[i]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			break
		}
		i++
	}
	return i
}

// stops returns a word whose lowest set bit marks the first of eight bytes that does not stand for itself inside a
// string: a quote, a backslash or a control character. Bits above the lowest may be wrong.
func stops(eight uint64) uint64 {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	quote, backslash := eight^ones*'"', eight^ones*'\\'
	return ((quote-ones)&^quote | (backslash-ones)&^backslash | (eight-ones*' ')&^eight) & tops
}

// stringEnd returns the index after the closing quote of the string that must begin at i, or -1, and whether it
// holds a backslash.
func stringEnd(text []byte, i int) (end int, escaped bool) {
	if i >= len(text) || text[i] != '"' {
		return -1, false
	}
	for i++; i < len(text); i++ {
		for len(text)-i >= 8 {
			found := stops(binary.LittleEndian.Uint64(text[i:]))
			if found != 0 {
				i += bits.TrailingZeros64(found) / 8
				break
			}
			i += 8
		}
		if i >= len(text) {
			break
		}
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue // near the end of the text, where there are no eight bytes
		}
		if c == '"' {
			return i + 1, escaped
		}
		if c != '\\' || i+1 >= len(text) {
			return -1, false
		}
		escaped = true
		i++
		switch text[i] {
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		case 'u':
			if _, ok := hex4(text[i+1:]); !ok {
				return -1, false
			}
			i += 4
		default:
			return -1, false
		}
	}
	return -1, false
}

// scalarEnd returns the index after the number or literal at i, or -1.
func scalarEnd(text []byte, i int) (int, Kind) {
	switch text[i] {
	case 't':
		return literalEnd(text, i, "true"), True
	case 'f':
		return literalEnd(text, i, "false"), False
	case 'n':
		return literalEnd(text, i, "null"), Null
	case 'N':
		return literalEnd(text, i, "NaN"), Null
	case 'I':
		return literalEnd(text, i, "Infinity"), Null
	case '-':
		if len(text) > i+1 && text[i+1] == 'I' {
			return literalEnd(text, i, "-Infinity"), Null
		}
	}
	return numberEnd(text, i), Number
}

func literalEnd(text []byte, i int, word string) int {
	if len(text)-i < len(word) || string(text[i:i+len(word)]) != word {
		return -1
	}
	return i + len(word)
}

func numberEnd(text []byte, i int) int {
	if text[i] == '-' {
		i++
	}
	if i >= len(text) {
		return -1
	}
	if text[i] == '0' {
		i++
	} else if i = digitsEnd(text, i); i < 0 {
		return -1
	}
	if i < len(text) && text[i] == '.' {
		if i = digitsEnd(text, i+1); i < 0 {
			return -1
		}
	}
	if i < len(text) && text[i]|0x20 == 'e' {
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		i = digitsEnd(text, i)
	}
	return i
}

// digitsEnd returns the index after one or more digits at i, or -1.
func digitsEnd(text []byte, i int) int {
	start := i
	for i < len(text) && text[i]-'0' <= 9 {
		i++
	}
	if i == start {
		return -1
	}
	return i
}
