package lang

import (
	"math"
	"math/bits"
	"strconv"
	"time"
)

// maxExact is the first integer whose successor a float64 cannot hold.
const maxExact = 1 << 53

// pow10 holds the powers of ten that a float64 holds exactly.
var pow10 = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// pow10u holds the powers of ten that a uint64 holds.
var pow10u = [...]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
	1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

// number is a time that is written as a decimal number, in its parts: mantissa × 10^exp. The mantissa holds the first 19
// significant digits at most, which is what fits; the rest only moves exp. A float64, and so strconv, has too few digits.
type number struct {
	negative bool
	mantissa uint64
	exp      int
	digits   int // significant digits in the mantissa
}

// maxExponent is where a written exponent stops to count: the value is out of any range by then.
const maxExponent = 1_000_000

// scanNumber reads text, which must be a decimal number and nothing else.
func scanNumber(text []byte) (n number, ok bool) {
	i := 0
	if i < len(text) && (text[i] == '-' || text[i] == '+') {
		n.negative = text[i] == '-'
		i++
	}
	seen, point := false, false
	for ; i < len(text); i++ {
		c := text[i]
		if c == '.' && !point {
			point = true
			continue
		}
		if !IsDigit(c) {
			break
		}
		seen = true
		switch {
		case n.digits == 19:
			if !point {
				n.exp++
			}
		default:
			n.mantissa = n.mantissa*10 + uint64(c-'0')
			if n.mantissa != 0 {
				n.digits++
			}
			if point {
				n.exp--
			}
		}
	}
	if !seen {
		return n, false
	}
	if i == len(text) {
		return n, true
	}
	if text[i]|0x20 != 'e' {
		return n, false
	}
	i++
	negative := false
	if i < len(text) && (text[i] == '-' || text[i] == '+') {
		negative = text[i] == '-'
		i++
	}
	if i == len(text) {
		return n, false
	}
	exp := 0
	for ; i < len(text); i++ {
		if !IsDigit(text[i]) {
			return n, false
		}
		exp = min(exp*10+int(text[i]-'0'), maxExponent)
	}
	if negative {
		exp = -exp
	}
	n.exp += exp
	return n, true
}

// scanPlain reads what nearly every number of a feed is: up to 18 digits, with or without a point, and
// nothing else. Its value is mantissa / 10^decimals. By BenchmarkParseNumber it takes 10 ns for "3586.70000", of which
// strconv.ParseFloat and counting the decimals take 44; a candle has five of them.
func scanPlain(text []byte) (mantissa uint64, decimals int, ok bool) {
	if len(text) == 0 || len(text) > 19 {
		return 0, 0, false
	}
	i := 0
	for ; i < len(text) && text[i]-'0' <= 9; i++ {
		mantissa = mantissa*10 + uint64(text[i]-'0')
	}
	if i == len(text) {
		return mantissa, 0, i <= 18
	}
	if text[i] != '.' {
		return 0, 0, false
	}
	decimals = len(text) - i - 1
	for i++; i < len(text); i++ {
		d := uint64(text[i] - '0')
		if d > 9 {
			return 0, 0, false
		}
		mantissa = mantissa*10 + d
	}
	return mantissa, decimals, len(text) > 1
}

// longestScalar bounds a number or a time in bytes. A longer one says nothing more, and may have to be read for each record
// of a message.
const longestScalar = 4 << 10

// ParseNumber reads a value as feeds write it: a JSON number, decimal text, hexadecimal with `0x`, and
// `on`, `off`, `true`, `false` in either case as 1 and 0. Blanks around it do not matter. Anything else is no
// number, the empty text, `null`, NaN and what overflows a float64 included: no point, never 0.
//
// decimals is the number of digits after the point as written, for showing the value with the digits
// that the feed gave; -1 if it was written with an exponent. ParseNumber allocates nothing for numbers of
// up to 28 bytes.
func ParseNumber(text []byte) (v float64, decimals int, ok bool) {
	if len(text) > longestScalar {
		return 0, 0, false
	}
	if mantissa, decimals, ok := scanPlain(text); ok && mantissa < maxExact {
		return float64(mantissa) / pow10[decimals], decimals, true // both exact, so the one rounding is right
	}
	if text = TrimBlanks(text); len(text) == 0 {
		return 0, 0, false
	}
	switch c := text[0]; {
	case c == '-':
		if mantissa, decimals, ok := scanPlain(text[1:]); ok && mantissa < maxExact {
			return -float64(mantissa) / pow10[decimals], decimals, true
		}
	case IsDigit(c) || c == '+' || c == '.':
	case isWord(text, "on") || isWord(text, "true"):
		return 1, 0, true
	case isWord(text, "off") || isWord(text, "false"):
		return 0, 0, true
	default:
		return 0, 0, false
	}
	if len(text) > 2 && text[0] == '0' && text[1]|0x20 == 'x' {
		v, ok = parseHex(text[2:])
		return v, 0, ok
	}
	if decimals, ok = decimalsOf(text); !ok {
		return 0, 0, false
	}
	v, err := strconv.ParseFloat(string(text), 64)
	return v, decimals, err == nil
}

// decimalsOf returns the number of digits after the point of a decimal number, or -1 if it has an exponent. It is not ok if
// there is anything in text that such a number cannot have, and that strconv would read.
func decimalsOf(text []byte) (decimals int, ok bool) {
	point := len(text) - 1
	for i, c := range text {
		switch {
		case IsDigit(c), c == '-', c == '+':
		case c == '.':
			point = i
		case c|0x20 == 'e':
			decimals = -1
		default:
			return 0, false
		}
	}
	if decimals < 0 {
		return decimals, true
	}
	return len(text) - 1 - point, true
}

// TrimBlanks returns text without the ASCII white space around it. The result is a part of text.
func TrimBlanks(text []byte) []byte {
	for len(text) > 0 && isBlank(text[0]) {
		text = text[1:]
	}
	for len(text) > 0 && isBlank(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

func isBlank(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// isWord reports whether text is a word of ASCII letters, in either case; word is in lower case.
func isWord(text []byte, word string) bool {
	if len(text) != len(word) {
		return false
	}
	for i, c := range text {
		if c|0x20 != word[i] {
			return false
		}
	}
	return true
}

// parseHex reads hexadecimal digits of any length. Integers from 2^53 on are rounded to the nearest float64.
func parseHex(digits []byte) (float64, bool) {
	for _, c := range digits {
		if !isHexDigit(c) {
			return 0, false
		}
	}
	text := append(append(make([]byte, 0, 32), "0x"...), digits...)
	v, err := strconv.ParseFloat(string(append(text, "p0"...)), 64)
	return v, err == nil
}

// scanHex reads an integer in `0x` hex of at most 64 bits, as if it were written in decimal.
func scanHex(text []byte) (n number, ok bool) {
	if len(text) < 3 || text[0] != '0' || text[1]|0x20 != 'x' {
		return number{}, false
	}
	mantissa, err := strconv.ParseUint(string(text[2:]), 16, 64)
	if err != nil {
		return number{}, false
	}
	n.mantissa = mantissa
	for rest := n.mantissa; rest != 0; rest /= 10 {
		n.digits++
	}
	return n, true
}

// ParseTime reads a time as feeds write it, in nanoseconds since 1970 (UTC), which reaches from 1677 to
// 2262. zone is where a date without a zone is at home; nil is UTC. Blanks around it do not matter. It reads
//
//   - a number, JSON or text, with or without decimals: in seconds if it has up to 11 digits before the
//     point, in milliseconds up to 14, in microseconds up to 17, else in nanoseconds; one in `0x` hex counts
//     as it would in decimal;
//   - RFC 3339 with up to nine decimals (more are cut off), with a space instead of the T as well, and with
//     the zone as `Z`, `+01:00`, `+0100`, `+01`, ` UTC`, ` GMT`, or left out;
//   - what Go's [time.Time.String] prints;
//   - basic ISO 8601, as in 20260906T132939Z, with the same decimals and zones;
//   - RFC 1123 in GMT, UTC or with a numeric zone, as in Sun, 06 Sep 2026 13:29:39 GMT.
//
// A number is read with integer arithmetic, so that "1542057360.435743" is exact. Other names of zones are
// not read: they mean different things in different places. ParseTime allocates nothing.
func ParseTime(text []byte, zone *time.Location) (ns int64, ok bool) {
	if len(text) > longestScalar {
		return 0, false
	}
	if mantissa, decimals, ok := scanPlain(text); ok {
		// With seconds of ten digits, as they are from 2001 on, the unit is clear at once.
		if whole := mantissa / pow10u[decimals]; whole >= 1e9 && whole < maxSeconds && decimals <= 9 {
			return int64(mantissa * pow10u[9-decimals]), true
		}
		if decimals == 0 && mantissa >= 1e11 && mantissa < 1e3*maxSeconds { // and so it is with milliseconds
			return int64(mantissa * 1e6), true
		}
	}
	if text = TrimBlanks(text); len(text) >= len("20060102T150405") {
		switch {
		case text[4] == '-':
			return parseDate(text, zone)
		case text[8]|0x20 == 't':
			return parseBasicDate(text, zone)
		case text[3] == ',':
			return parseDateOfHTTP(text)
		}
	}
	n, ok := scanNumber(text)
	if !ok {
		n, ok = scanHex(text)
	}
	if !ok {
		return 0, false
	}
	return n.time()
}

// time returns what a number means as a time, by its magnitude.
func (n *number) time() (ns int64, ok bool) {
	if n.mantissa == 0 {
		return 0, true
	}
	exp := n.exp
	switch before := n.digits + n.exp; {
	case before <= 11:
		exp += 9
	case before <= 14:
		exp += 6
	case before <= 17:
		exp += 3
	}
	if exp >= 0 {
		if exp >= len(pow10u) {
			return 0, false
		}
		high, low := bits.Mul64(n.mantissa, pow10u[exp])
		if high != 0 || low > math.MaxInt64 {
			return 0, false
		}
		ns = int64(low)
	} else if -exp < len(pow10u) {
		ns = int64(n.mantissa / pow10u[-exp])
	}
	if n.negative {
		ns = -ns
	}
	return ns, true
}
