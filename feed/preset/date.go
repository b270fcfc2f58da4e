package preset

// maxSeconds and minSeconds bound what fits into nanoseconds of an int64, to the second.
const (
	maxSeconds = 1<<63/1_000_000_000 - 1
	minSeconds = -maxSeconds
)

// parseDate reads RFC 3339 and the format of Go's time.Time.String. The caller has made sure that text is
// long enough for a date, a time and a zone of one letter.
func parseDate(text []byte) (ns int64, ok bool) {
	year, ok1 := parseDigits(text[0:4])
	month, ok2 := parseDigits(text[5:7])
	day, ok3 := parseDigits(text[8:10])
	hour, ok4 := parseDigits(text[11:13])
	minute, ok5 := parseDigits(text[14:16])
	second, ok6 := parseDigits(text[17:19])
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6) ||
		text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':' ||
		text[10] != ' ' && text[10]|0x20 != 't' {
		return 0, false
	}
	// RFC 3339, section 5.7, allows second 60 for a leap second; it counts as the next minute's first.
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 60 {
		return 0, false
	}
	rest := text[19:]
	nanos := 0
	if rest[0] == '.' || rest[0] == ',' { // RFC 3339 takes ISO 8601's point; some libraries print its comma
		i, scale := 1, 100_000_000
		for ; i < len(rest) && isDigit(rest[i]); i++ {
			nanos += int(rest[i]-'0') * scale
			scale /= 10
		}
		if i == 1 {
			return 0, false
		}
		rest = rest[i:]
	}
	offset, ok := parseZone(rest)
	if !ok {
		return 0, false
	}
	seconds := int64(daysSinceEpoch(year, month, day))*86400 + int64(hour*3600+minute*60+second-offset)
	if seconds < minSeconds || seconds > maxSeconds {
		return 0, false
	}
	return seconds*1_000_000_000 + int64(nanos), true
}

// parseZone reads what follows the seconds and returns the zone's offset in seconds, east positive: `Z`,
// `+01:00`, or Go's ` +0100 CET`, which a monotonic clock reading may follow.
func parseZone(zone []byte) (offset int, ok bool) {
	if len(zone) == 1 {
		return 0, zone[0]|0x20 == 'z'
	}
	spaced := len(zone) > 0 && zone[0] == ' '
	if spaced {
		zone = zone[1:]
	}
	if len(zone) < 5 || zone[0] != '+' && zone[0] != '-' {
		return 0, false
	}
	hour, ok := parseDigits(zone[1:3])
	if !ok {
		return 0, false
	}
	rest := zone[3:]
	if rest[0] == ':' {
		rest = rest[1:]
	} else if !spaced {
		return 0, false
	}
	if len(rest) < 2 {
		return 0, false
	}
	minute, ok := parseDigits(rest[:2])
	if !ok || hour > 23 || minute > 59 {
		return 0, false
	}
	// The name of the zone says nothing that the offset does not say.
	if rest = rest[2:]; len(rest) > 0 && !(spaced && rest[0] == ' ') {
		return 0, false
	}
	offset = hour*3600 + minute*60
	if zone[0] == '-' {
		offset = -offset
	}
	return offset, true
}

// parseDigits reads text that is decimal digits only.
func parseDigits(text []byte) (n int, ok bool) {
	for _, c := range text {
		if !isDigit(c) {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// daysSinceEpoch counts the days from 1970-01-01 in the Gregorian calendar. The year is made to begin in
// March, so that the leap day is its last and the months' lengths follow one formula.
func daysSinceEpoch(year, month, day int) int {
	if month <= 2 {
		year--
		month += 12
	}
	const marchToEpoch = 719468 // days from 0000-03-01 to 1970-01-01
	return 365*year + floorDiv(year, 4) - floorDiv(year, 100) + floorDiv(year, 400) +
		(153*(month-3)+2)/5 + day - 1 - marchToEpoch
}

// floorDiv divides towards negative infinity: January of year 0 belongs to year -1 here.
func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
