package recording

import "time"

// Second is the time of a line without its fraction, as text and as a number: most lines are of the second of the line before, and to write or to read
// the whole of a time takes as long as the rest of a line (BenchmarkAppend, BenchmarkParse). It belongs to one goroutine; the zero value is ready.
type Second struct {
	text [len("2006-01-02T15:04:05")]byte
	unix int64 // seconds; of no meaning as long as text is empty
}

// Append appends Unix nanoseconds as RFC 3339 has them in UTC.
func (s *Second) Append(b []byte, at int64) []byte {
	unix, rest := at/int64(time.Second), at%int64(time.Second)
	if rest < 0 || s.text[0] == 0 || unix != s.unix {
		begin := len(b)
		b = time.Unix(0, at).UTC().AppendFormat(b, time.RFC3339Nano)
		if rest >= 0 {
			copy(s.text[:], b[begin:])
			s.unix = unix
		}
		return b
	}
	b = append(b, s.text[:]...)
	if rest > 0 {
		var digits [10]byte
		digits[0] = '.'
		n := len(digits)
		for i := n - 1; i > 0; i-- {
			digits[i] = byte('0' + rest%10)
			if rest /= 10; digits[i] == '0' && n == i+1 {
				n = i
			}
		}
		b = append(b, digits[:n]...)
	}
	return append(b, 'Z')
}

// parse reads what Append writes, and any other time of RFC 3339.
func (s *Second) parse(text []byte) (at int64, ok bool) {
	if size := len(s.text); len(text) > size && text[len(text)-1] == 'Z' && string(text[:size]) == string(s.text[:]) {
		if nanoseconds, ok := fraction(text[size : len(text)-1]); ok {
			return s.unix*int64(time.Second) + nanoseconds, true
		}
	}
	t, err := time.Parse(time.RFC3339Nano, string(text))
	if err != nil {
		return 0, false
	}
	at = t.UnixNano()
	_ = s.Append(nil, at) // the next time is of this second
	return at, true
}

// fraction returns the nanoseconds of a point and up to nine digits, or of nothing.
func fraction(text []byte) (nanoseconds int64, ok bool) {
	if len(text) == 0 {
		return 0, true
	}
	if text[0] != '.' || len(text) == 1 || len(text) > 10 {
		return 0, false
	}
	for i := 1; i < 10; i++ {
		nanoseconds *= 10
		if i < len(text) {
			digit := text[i] - '0'
			if digit > 9 {
				return 0, false
			}
			nanoseconds += int64(digit)
		}
	}
	return nanoseconds, true
}
