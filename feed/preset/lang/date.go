package lang

import "time"

// maxSeconds and minSeconds bound what fits into nanoseconds of an int64, to the second.
const (
	maxSeconds = 1<<63/1_000_000_000 - 1
	minSeconds = -maxSeconds
)

// date is a date and a time of day, as they are written.
type date struct{ year, month, day, hour, minute, second, nanos int }

// parseDate reads RFC 3339, which time.Time.UnmarshalText does not read faster (40 ns), its relatives and the format of Go's time.Time.String. The caller has made sure that text is
// as long as a date and a time in basic ISO 8601.
func parseDate(text []byte, zone *time.Location) (ns int64, ok bool) {
	if len(text) < len("2006-01-02T15:04:05") ||
		text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':' || text[10] != ' ' && text[10]|0x20 != 't' {
		return 0, false
	}
	var d date
	if !parseAll(field{text[0:4], &d.year}, field{text[5:7], &d.month}, field{text[8:10], &d.day},
		field{text[11:13], &d.hour}, field{text[14:16], &d.minute}, field{text[17:19], &d.second}) {
		return 0, false
	}
	return d.in(text[19:], zone)
}

// parseBasicDate reads a date and a time without separators (ISO 8601, basic format): 20260906T132939.5+0200.
func parseBasicDate(text []byte, zone *time.Location) (ns int64, ok bool) {
	var d date
	if !parseAll(field{text[0:4], &d.year}, field{text[4:6], &d.month}, field{text[6:8], &d.day},
		field{text[9:11], &d.hour}, field{text[11:13], &d.minute}, field{text[13:15], &d.second}) {
		return 0, false
	}
	return d.in(text[15:], zone)
}

// parseDateOfHTTP reads RFC 1123 with a zone that means the same everywhere: Sun, 06 Sep 2026 13:29:39 GMT.
func parseDateOfHTTP(text []byte) (ns int64, ok bool) {
	const layout = "Mon, 02 Jan 2006 15:04:05"
	if len(text) < len(layout+" GMT") || text[len(layout)] != ' ' {
		return 0, false
	}
	t, err := time.Parse(layout, string(text[:len(layout)]))
	if err != nil {
		return 0, false
	}
	zone, ok := parseZone(text[len(layout):])
	t = t.Add(-time.Duration(zone) * time.Second)
	if !ok || t.Unix() < minSeconds || t.Unix() > maxSeconds {
		return 0, false
	}
	return t.UnixNano(), true
}

// in returns the time of a date whose decimals and zone are in rest; zone counts where rest has none.
func (d *date) in(rest []byte, zone *time.Location) (ns int64, ok bool) {
	// RFC 3339, section 5.7, allows second 60 for a leap second; it counts as the next minute's first.
	if d.month < 1 || d.month > 12 || d.day < 1 || d.day > daysIn(d.year, d.month) || d.hour > 23 || d.minute > 59 || d.second > 60 {
		return 0, false
	}
	if len(rest) > 0 && (rest[0] == '.' || rest[0] == ',') { // RFC 3339 has ISO 8601's point; some libraries print its comma
		i, scale := 1, 100_000_000
		for ; i < len(rest) && IsDigit(rest[i]); i++ {
			d.nanos += int(rest[i]-'0') * scale
			scale /= 10
		}
		if i == 1 {
			return 0, false
		}
		rest = rest[i:]
	}
	seconds := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, 0, time.UTC).Unix()
	switch offset, ok := parseZone(rest); {
	case !ok:
		return 0, false
	case len(rest) > 0:
		seconds -= int64(offset)
	case zone != nil:
		seconds = time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, 0, zone).Unix()
	}
	if seconds < minSeconds || seconds > maxSeconds {
		return 0, false
	}
	return seconds*1_000_000_000 + int64(d.nanos), true
}

// parseZone reads what follows the seconds and returns the zone's offset in seconds, east positive: nothing, `Z`, `UTC` or
// `GMT`, `+01`, `+0100`, `+01:00`, with or without a space before them, or Go's ` +0100 CET`, which a monotonic clock
// reading may follow.
func parseZone(zone []byte) (offset int, ok bool) {
	spaced := len(zone) > 1 && zone[0] == ' '
	if spaced {
		zone = zone[1:]
	}
	if len(zone) == 0 || isWord(zone, "z") || isWord(zone, "utc") || isWord(zone, "gmt") {
		return 0, true
	}
	if len(zone) < 3 || zone[0] != '+' && zone[0] != '-' {
		return 0, false
	}
	var hour, minute int
	negative, rest := zone[0] == '-', zone[3:]
	if !parseAll(field{zone[1:3], &hour}) {
		return 0, false
	}
	colon := len(rest) > 0 && rest[0] == ':'
	if colon {
		rest = rest[1:]
	}
	if colon || len(rest) > 0 && rest[0] != ' ' {
		if len(rest) < 2 || !parseAll(field{rest[:2], &minute}) {
			return 0, false
		}
		rest = rest[2:]
	}
	// The name of the zone says nothing that the offset does not say.
	if hour > 23 || minute > 59 || len(rest) > 0 && !(spaced && rest[0] == ' ') {
		return 0, false
	}
	offset = hour*3600 + minute*60
	if negative {
		offset = -offset
	}
	return offset, true
}

// field is a number of decimal digits and where it goes.
type field struct {
	text []byte
	into *int
}

// parseAll reads numbers that are decimal digits only.
func parseAll(fields ...field) bool {
	for _, f := range fields {
		n := 0
		for _, c := range f.text {
			if !IsDigit(c) {
				return false
			}
			n = n*10 + int(c-'0')
		}
		*f.into = n
	}
	return true
}

// daysIn returns the number of days of a month. To see in what time.Date makes of a day that there is none takes 15 ns more, and
// with them 4 to 7 % of a message of coinbase-advanced in BenchmarkReceive.
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
