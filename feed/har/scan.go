package har

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// scanner reads a JSON document of any size piece by piece: what is of no interest is skipped in constant memory.
type scanner struct {
	r      io.Reader
	buffer []byte // what was read
	next   int    // the first byte of it that was not consumed
	before int64  // bytes of the document before buffer
	failed error  // of r
}

// scanBytes is how much is read at a time.
const scanBytes = 64 << 10

// newScanner returns a scanner of a document of which r is the part that begins at an offset.
func newScanner(r io.Reader, offset int64) *scanner {
	return &scanner{r: r, buffer: make([]byte, 0, scanBytes), before: offset}
}

// offset is the place of the next byte in the document.
func (s *scanner) offset() int64 { return s.before + int64(s.next) }

// place is an error at a place of the document.
type place struct {
	offset int64
	reason string
}

func (p *place) Error() string { return fmt.Sprintf("at byte %d: %s", p.offset, p.reason) }

// errEnd is that the document ends within a value.
var errEnd = errors.New("the file ends here, within a value: it is cut off")

// more reads the next piece once the buffer is consumed.
func (s *scanner) more() error {
	if s.failed == nil {
		s.before += int64(len(s.buffer))
		var n int
		for n == 0 && s.failed == nil {
			n, s.failed = s.r.Read(s.buffer[:cap(s.buffer)])
		}
		s.buffer, s.next = s.buffer[:n], 0
		if n > 0 {
			return nil
		}
	}
	reason := errEnd.Error()
	if !errors.Is(s.failed, io.EOF) {
		return s.failed
	}
	return &place{s.offset(), reason}
}

// peek returns the next byte that is no space.
func (s *scanner) peek() (byte, error) {
	for {
		for ; s.next < len(s.buffer); s.next++ {
			if c := s.buffer[s.next]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				return c, nil
			}
		}
		if err := s.more(); err != nil {
			return 0, err
		}
	}
}

// expect consumes a byte that has to come next, after spaces.
func (s *scanner) expect(want byte) error {
	c, err := s.peek()
	if err != nil {
		return err
	}
	if c != want {
		return &place{s.offset(), fmt.Sprintf("%q stands here, and %q was expected", rune(c), rune(want))}
	}
	s.next++
	return nil
}

// object calls each with each key of an object, which has to consume the value.
func (s *scanner) object(each func(key string) error) error {
	if err := s.expect('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		c, err := s.peek()
		switch {
		case err != nil:
			return err
		case c == '}':
			s.next++
			return nil
		case !first:
			if err := s.expect(','); err != nil {
				return err
			}
		}
		key, err := s.text(maxName)
		if err != nil {
			return err
		}
		if err := s.expect(':'); err != nil {
			return err
		}
		if err := each(key); err != nil {
			return err
		}
	}
}

// list calls each for each value of a list, with its number from 1 on; it has to consume the value.
func (s *scanner) list(each func(number int) error) error {
	if err := s.expect('['); err != nil {
		return err
	}
	for number := 1; ; number++ {
		c, err := s.peek()
		switch {
		case err != nil:
			return err
		case c == ']':
			s.next++
			return nil
		case number > 1:
			if err := s.expect(','); err != nil {
				return err
			}
		}
		if err := each(number); err != nil {
			return err
		}
	}
}

// skip consumes a value.
func (s *scanner) skip() error {
	_, err := s.copy(nil, -1)
	return err
}

// value consumes a value and appends it to b as it stands; errTooLong if it has more bytes than allowed.
func (s *scanner) value(b []byte, most int) ([]byte, error) {
	if _, err := s.peek(); err != nil {
		return b, err
	}
	return s.copy(b, most)
}

// errTooLong is that a value was skipped because of its size.
var errTooLong = errors.New("it is too long")

// copy consumes a value, and appends it to b unless most is negative. Brackets are counted and not compared: what a value
// is made of is tested where it is decoded.
func (s *scanner) copy(b []byte, most int) ([]byte, error) {
	c, err := s.peek()
	if err != nil {
		return b, err
	}
	if c != '{' && c != '[' && c != '"' {
		return s.scalar(b, most)
	}
	long := false
	take := func(end int) { // of the buffer
		if most >= 0 && !long {
			if long = len(b)+end-s.next > most; !long {
				b = append(b, s.buffer[s.next:end]...)
			}
		}
		s.next = end
	}
	text := false
	for depth := 0; ; {
		for i := s.next; i < len(s.buffer); {
			if text {
				n := bytes.IndexAny(s.buffer[i:], `"\`)
				if n < 0 {
					break
				}
				i += n
				if s.buffer[i] == '\\' {
					take(i + 1)
					if s.next == len(s.buffer) {
						if err := s.more(); err != nil {
							return b, err
						}
					}
					i = s.next + 1
					take(i)
					continue
				}
				text = false
			} else {
				switch s.buffer[i] {
				case '"':
					text = true
					i++
					continue
				case '{', '[':
					depth++
					i++
					continue
				case '}', ']':
					depth--
				default:
					i++
					continue
				}
			}
			i++
			if depth == 0 {
				take(i)
				if long {
					return b, errTooLong
				}
				return b, nil
			}
		}
		take(len(s.buffer))
		if err := s.more(); err != nil {
			return b, err
		}
	}
}

// scalar is copy for a number or a word.
func (s *scanner) scalar(b []byte, most int) ([]byte, error) {
	begin := s.offset()
	for n := 0; ; n++ {
		if s.next == len(s.buffer) {
			if err := s.more(); err != nil {
				return b, err
			}
		}
		switch c := s.buffer[s.next]; {
		case c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' || c == '\r' || c == '\t':
			if n == 0 {
				return b, &place{begin, fmt.Sprintf("%q stands here, and a value was expected", rune(c))}
			}
			return b, nil
		case c < utf8.RuneSelf && c > ' ' && n < maxScalar:
			if most >= 0 {
				b = append(b, c)
			}
			s.next++
		default:
			return b, &place{begin, "this is no JSON"}
		}
	}
}

// What a text may have, in bytes.
const (
	maxName   = 1 << 10
	maxScalar = 64
)

// text consumes a text.
func (s *scanner) text(most int) (string, error) {
	c, err := s.peek()
	if err != nil {
		return "", err
	}
	begin := s.offset()
	if c != '"' {
		return "", &place{begin, fmt.Sprintf("%q stands here, and a text was expected", rune(c))}
	}
	raw, err := s.copy(nil, most)
	if errors.Is(err, errTooLong) {
		return "", &place{begin, fmt.Sprintf("a text of more than %d bytes", most)}
	}
	if err != nil {
		return "", err
	}
	text, err := unquote(raw)
	if err != nil {
		return "", &place{begin, err.Error()}
	}
	return text, nil
}
