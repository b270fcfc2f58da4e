package format

import (
	"math"
	"strconv"
	"strings"
)

const (
	// Beyond these a number is read more easily with an exponent.
	exponentFrom = 1e15
	exponentTo   = 1e-6
	// maxDecimals is what a float64 of exponentTo needs, which has 17 digits at most.
	maxDecimals = 22
	// From here on a float64 does not hold every whole number: the digits of one would be guesses.
	exactTo = 1 << 53
)

// Number returns v with commas between its thousands and exactly the given
// decimals, or with as many as it needs if decimals is below 0: 61,240.20.
// Those beyond the shortest text that reads back as v are zeros, and not what a
// float64 has there: v has been read from such a text, or is as exact.
// Huge numbers have an exponent and six digits that count, but for whole ones of
// which all digits are known; and so have tiny ones if decimals is below 0, or
// more than a text has space for.
// An infinite one is +Inf or -Inf.
// What rounds to zero has no sign.
func Number(v float64, decimals int) string {
	size := math.Abs(v)
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 0):
		return strconv.FormatFloat(v, 'f', 0, 64)
	case size >= exponentFrom && size < exactTo && v == math.Trunc(v):
		return group(strconv.FormatFloat(v, 'f', 0, 64))
	case size >= exponentFrom:
		return strconv.FormatFloat(v, 'g', 6, 64)
	case v != 0 && size < exponentTo && (decimals < 0 || decimals > maxDecimals):
		return strconv.FormatFloat(v, 'e', -1, 64)
	}
	digits := strconv.FormatFloat(v, 'f', -1, 64)
	switch own := fraction(digits); {
	case decimals >= 0 && own > decimals:
		digits = strconv.FormatFloat(v, 'f', decimals, 64)
	case own < decimals:
		if own == 0 {
			digits += "."
		}
		digits += strings.Repeat("0", min(decimals, maxDecimals)-own)
	}
	return group(unsignedZero(digits))
}

// Decimals returns how many decimals the shortest text has that reads back as v. It is 0 for what is no number.
func Decimals(v float64) int {
	var space [32]byte
	return fraction(strconv.AppendFloat(space[:0], v, 'f', -1, 64))
}

// fraction returns how many digits are behind the point.
func fraction[text string | []byte](digits text) int {
	for i := range len(digits) {
		if digits[i] == '.' {
			return len(digits) - 1 - i
		}
	}
	return 0
}

// NumberIn is Number in at most so many cells where that is possible: first the zeros at its end give way, then it has an
// exponent and six digits that count.
func NumberIn(cells int, v float64, decimals int) string { return NumberOf(6, cells, v, decimals) }

// NumberOf is NumberIn with so many digits that count where it is not written out, six at least: those that distinguish it
// from another one.
func NumberOf(digits, cells int, v float64, decimals int) string {
	number := Number(v, decimals)
	exponent := strings.Contains(number, "e")
	if len(number) <= cells && (!exponent || digits <= 6) {
		return number
	}
	if fraction(number) > 0 && !exponent {
		if number = strings.TrimRight(strings.TrimRight(number, "0"), "."); len(number) <= cells {
			return number
		}
	}
	if number = strconv.FormatFloat(v, 'g', max(digits, 6), 64); strings.Contains(number, "e") {
		return number
	}
	return group(number)
}

// Count returns n with commas between its thousands: 48,126.
func Count(n uint64) string { return group(strconv.FormatUint(n, 10)) }

// Short returns v in at most five cells with three digits that count: 826, 47.3k,
// 1.2M. Below 10 it keeps one decimal unless v is whole. v is not negative.
func Short(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return Number(v, 0)
	case v < 9.95 && v != math.Trunc(v):
		return strconv.FormatFloat(v, 'f', 1, 64)
	default:
		return scaled(v, 1000, [...]string{"", "k", "M", "G", "T", "P", "E"})
	}
}

// Bytes returns a number of bytes with a binary unit: 900B, 42KiB, 1.5MiB.
func Bytes(n uint64) string {
	return scaled(float64(n), 1024, [...]string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"})
}

// Change returns a change in per cent with its sign and without the "%", in at
// most five cells: +0.31, -12.5, +150, +12k. What rounds to zero has no sign.
func Change(pct float64) string {
	size := math.Abs(pct)
	sign := "+"
	if pct < 0 {
		sign = "-"
	}
	switch {
	case math.IsNaN(pct):
		return "NaN"
	case size < 0.005:
		return "0.00"
	case size < 9.995:
		return sign + strconv.FormatFloat(size, 'f', 2, 64)
	case size < 99.95:
		return sign + strconv.FormatFloat(size, 'f', 1, 64)
	case size < 9999.5:
		return sign + strconv.FormatFloat(size, 'f', 0, 64)
	case size < 999.5e15:
		units := [...]string{"", "k", "M", "G", "T", "P", "E"}
		unit := 0
		for size >= 999.5 {
			size /= 1000
			unit++
		}
		return sign + strconv.FormatFloat(size, 'f', 0, 64) + units[unit]
	default:
		return sign + "Inf"
	}
}

// scaled divides v by step until it has at most three digits before the point,
// and keeps one decimal below 100 once it has been divided.
func scaled(v, step float64, units [7]string) string {
	unit := 0
	for v >= 999.5 && unit < len(units)-1 {
		v /= step
		unit++
	}
	if v >= 999.5 {
		return "Inf"
	}
	decimals := 0
	if unit > 0 && v < 99.95 {
		decimals = 1
	}
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', decimals, 64), ".0") + units[unit]
}

// group puts commas between the thousands of a decimal number.
func group(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	whole, fraction := digits, ""
	if dot := strings.IndexByte(digits, '.'); dot >= 0 {
		whole, fraction = digits[:dot], digits[dot:]
	}
	if len(whole) <= 3 {
		return sign + digits
	}
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(whole[i])
	}
	b.WriteString(fraction)
	return b.String()
}

// unsignedZero removes the sign of a zero.
func unsignedZero(digits string) string {
	if strings.HasPrefix(digits, "-") && strings.Trim(digits, "-0.") == "" {
		return digits[1:]
	}
	return digits
}
