package tape

import "math"

// Scan reads text, which must be one JSON value with optional white space around it. The tape refers to
// text until the next Scan: the caller must not change it meanwhile. On an error the tape is empty.
func (t *Tape) Scan(text []byte) error {
	t.text = text
	t.values = t.values[:0]
	t.open = t.open[:0]
	if err := t.scan(); err != nil {
		t.values = t.values[:0]
		return err
	}
	return nil
}

// scan is one loop without recursion: each turn reads one value, then closes whatever ends behind it.
func (t *Tape) scan() error {
	text := t.text
	if len(text) > math.MaxInt32 {
		return ErrTooMany
	}
	i := skipSpace(text, 0)
	for {
		if i >= len(text) {
			return ErrSyntax
		}
		if len(t.values) >= maxValues {
			return ErrTooMany
		}
		start, self := i, int32(len(t.values))
		switch c := text[i]; c {
		case '"':
			end, escaped := stringEnd(text, i)
			if end < 0 {
				return ErrSyntax
			}
			t.values = append(t.values, value{start: uint32(start), end: uint32(end), next: self + 1, kind: String, escaped: escaped})
			i = end
		case '{', '[':
			if len(t.open) >= maxDepth {
				return ErrDepth
			}
			kind := List
			if c == '{' {
				kind = Object
			}
			t.values = append(t.values, value{start: uint32(start), kind: kind})
			t.open = append(t.open, self)
			i = skipSpace(text, i+1)
			if i >= len(text) {
				return ErrSyntax
			}
			if text[i] == c+2 { // '{' and '}', '[' and ']' are two apart
				i++
				t.close(i)
				break
			}
			if kind == Object {
				if i = t.key(i); i < 0 {
					return ErrSyntax
				}
			}
			continue
		default:
			end, kind := scalarEnd(text, i)
			if end < 0 {
				return ErrSyntax
			}
			t.values = append(t.values, value{start: uint32(start), end: uint32(end), next: self + 1, kind: kind})
			i = end
		}

		// A value has ended at i: a comma brings the next one, a bracket ends its container as well.
		for {
			i = skipSpace(text, i)
			if len(t.open) == 0 {
				if i < len(text) {
					return ErrSyntax
				}
				return nil
			}
			if i >= len(text) {
				return ErrSyntax
			}
			top := &t.values[t.open[len(t.open)-1]]
			top.count++
			if text[i] == ',' {
				i = skipSpace(text, i+1)
				if top.kind == Object {
					if i = t.key(i); i < 0 {
						return ErrSyntax
					}
				}
				break
			}
			if text[i] != text[top.start]+2 {
				return ErrSyntax
			}
			i++
			t.close(i)
		}
	}
}

// close ends the innermost container at end.
func (t *Tape) close(end int) {
	last := len(t.open) - 1
	top := &t.values[t.open[last]]
	top.end, top.next = uint32(end), int32(len(t.values))
	t.open = t.open[:last]
}

// key reads `"name":` at i and returns where the value begins, or -1.
func (t *Tape) key(i int) int {
	if i >= len(t.text) || t.text[i] != '"' {
		return -1
	}
	end, escaped := stringEnd(t.text, i)
	if end < 0 {
		return -1
	}
	t.values = append(t.values, value{start: uint32(i), end: uint32(end), next: int32(len(t.values)) + 1, kind: String, escaped: escaped})
	i = skipSpace(t.text, end)
	if i >= len(t.text) || t.text[i] != ':' {
		return -1
	}
	return skipSpace(t.text, i+1)
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

// plain marks the bytes that stand for themselves inside a string.
var plain = func() (table [256]bool) {
	for c := ' '; c < 256; c++ {
		table[c] = c != '"' && c != '\\'
	}
	return table
}()

// stringEnd returns the index after the closing quote of the string at i, or -1, and whether it holds a
// backslash.
func stringEnd(text []byte, i int) (end int, escaped bool) {
	for i++; i < len(text); i++ {
		c := text[i]
		if plain[c] {
			continue
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
