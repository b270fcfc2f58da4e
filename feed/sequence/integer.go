package sequence

import (
	"math/big"
	"strconv"

	"sockeye/feed/preset/lang"
)

// integer is a whole number of a sequence, of at most maxNumber digits.
type integer struct {
	small int64    // if large is nil
	large *big.Int // one of more than smallDigits digits
}

const (
	smallDigits = 18
	// farthest is how far from the base of a sequence a number can be and still be counted: sums of two fit an int64.
	farthest = 1 << 61
)

// integerOf reads a whole number.
func integerOf(text []byte) (n integer, ok bool) {
	text = lang.TrimBlanks(text)
	digits := text
	if len(digits) > 0 && (digits[0] == '-' || digits[0] == '+') {
		digits = digits[1:]
	}
	if len(digits) == 0 || len(digits) > maxNumber {
		return integer{}, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return integer{}, false
		}
		n.small = n.small*10 + int64(c-'0')
	}
	if len(digits) > smallDigits {
		n.large, ok = new(big.Int).SetString(string(text), 10)
		return integer{large: n.large}, ok
	}
	if text[0] == '-' {
		n.small = -n.small
	}
	return n, true
}

func (n integer) whole() *big.Int {
	if n.large != nil {
		return n.large
	}
	return big.NewInt(n.small)
}

// begin makes a number the first one of a sequence.
func (q *Position) begin(n integer) { q.base, q.mark = n.large, n.small }

// whole returns a number of a sequence that is counted from its base.
func (q *Position) whole(v int64) *big.Int {
	if q.base == nil {
		return big.NewInt(v)
	}
	return new(big.Int).Add(q.base, big.NewInt(v))
}

// text writes a number of a sequence that is counted from its base.
func (q *Position) text(v int64) string {
	if q.base == nil {
		return strconv.FormatInt(v, 10)
	}
	return q.whole(v).String()
}

// offset returns a number counted from the base, which moves to the mark where that is too far; false if the mark is too far
// as well.
func (q *Position) offset(n integer) (v int64, ok bool) {
	if n.large == nil && q.base == nil {
		return n.small, true
	}
	if v, ok = distance(q.whole(0), n.whole()); ok {
		return v, true
	}
	at := q.whole(q.mark)
	if v, ok = distance(at, n.whole()); !ok {
		return 0, false
	}
	for i := range q.missing {
		q.missing[i].from -= q.mark
		q.missing[i].to -= q.mark
	}
	q.base, q.mark, q.restarted, q.wasLate = at, 0, false, false
	return v, true
}

// distance returns how far it is from one number to another, if it can be counted.
func distance(from, to *big.Int) (int64, bool) {
	d := new(big.Int).Sub(to, from)
	return d.Int64(), d.IsInt64() && -farthest < d.Int64() && d.Int64() < farthest
}
