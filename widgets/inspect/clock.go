package inspect

import (
	"strings"
	"time"
	"unicode"
)

const (
	clock     = "15:04:05.000"
	dateClock = "2006-01-02 15:04:05.000"

	// maxTime is the length of the longest text that is read as a time.
	maxTime = 40

	// The years in which a number is a time: any other is a number that only has the form of one.
	firstYear, lastYear = 1990, 2099
)

// parseTime reads a value that is a time: a date anywhere, a number where the name is that of a time.
func (m *Model) parseTime(name, value string) (time.Time, bool) {
	at, isNumber, ok := m.readTime(value)
	return at, ok && (!isNumber || namesTime(name))
}

// readTime reads a value that has the form of a time, and whether it is a number.
func (m *Model) readTime(value string) (at time.Time, isNumber, ok bool) {
	if len(value) > maxTime || m.ReadTime == nil {
		return time.Time{}, false, false
	}
	if at, ok = m.ReadTime([]byte(value)); !ok {
		return at, false, false
	}
	if _, isNumber = m.readNumber(value); !isNumber {
		return at, false, true
	}
	year := at.UTC().Year()
	return at, true, firstYear <= year && year <= lastYear
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
