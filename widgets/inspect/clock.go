package inspect

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

const (
	clock     = "15:04:05.000"
	dateClock = "2006-01-02 15:04:05.000"

	// maxTime is the length of the longest text that is parsed as a time.
	maxTime = 40

	// Unix seconds between which a number is read as a time: 1990 and 2100.
	firstSecond = 631152000
	lastSecond  = 4102444800
)

// parseTime reads a value that has the form of a time: RFC 3339 anywhere, Unix time where the name is that of a time.
func parseTime(name, value string) (time.Time, bool) {
	if len(value) > maxTime {
		return time.Time{}, false
	}
	if t, err := time.Parse(time.RFC3339Nano, value); err == nil {
		return t, true
	}
	if !namesTime(name) {
		return time.Time{}, false
	}
	return unixTime(value)
}

// unixTime reads decimal seconds, milliseconds, microseconds or nanoseconds since 1970, whichever puts them between
// 1990 and 2100.
func unixTime(value string) (time.Time, bool) {
	whole, fraction, _ := strings.Cut(value, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	// Nine digits of the fraction, as an integer: a float64 would not give 0.894 back.
	part, err := strconv.ParseUint((fraction + "000000000")[:9], 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	for perSecond := int64(1); perSecond <= 1e9; perSecond *= 1000 {
		if n < firstSecond*perSecond || n >= lastSecond*perSecond {
			continue
		}
		unit := 1e9 / perSecond // nanoseconds
		return time.Unix(n/perSecond, n%perSecond*unit+int64(part)*unit/1e9), true
	}
	return time.Time{}, false
}

// namesTime reports whether one of the words of a name means a time: "eventTime", "created_at", "ts". A word is not
// just any part of a name, or "rate" and "update" would be times too.
func namesTime(name string) bool {
	for word := range strings.FieldsFuncSeq(splitHumps(name), func(r rune) bool { return !unicode.IsLetter(r) }) {
		word = strings.ToLower(word)
		switch {
		case word == "ts", word == "at", word == "date":
			return true
		case strings.HasPrefix(word, "time"), strings.HasSuffix(word, "time"):
			return true
		}
	}
	return false
}

// splitHumps puts a space before every capital that follows a small letter.
func splitHumps(name string) string {
	var b strings.Builder
	small := false
	for _, r := range name {
		if small && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		small = unicode.IsLower(r)
		b.WriteRune(r)
	}
	return b.String()
}
