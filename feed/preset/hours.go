package preset

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sockeye/feed/preset/yamldoc"
)

// Hours are times of the week in which a market is open, or something else holds: from one time of the day to another, on some
// days. Where To is not after From, they end on the day after.
type Hours struct {
	Days     [7]bool       // by time.Weekday: on which they begin
	From, To time.Duration // since midnight by the clock of Zone; To is up to 24 hours, and not part of them
	Zone     *time.Location
}

// Has reports whether a moment is within the hours. On the days on which clocks change they are as clocks show them.
func (h *Hours) Has(at time.Time) bool {
	at = at.In(h.Zone)
	hour, minute, second := at.Clock()
	clock := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	today, yesterday := h.Days[at.Weekday()], h.Days[(at.Weekday()+6)%7]
	if h.From < h.To {
		return today && clock >= h.From && clock < h.To
	}
	return today && clock >= h.From || yesterday && clock < h.To
}

// Within reports whether a moment is within any of several hours.
func Within(hours []Hours, at time.Time) bool {
	return slices.ContainsFunc(hours, func(h Hours) bool { return h.Has(at) })
}

// Until returns when hours end that a moment is within. Some may begin as others end; a week is as good as for ever.
func Until(hours []Hours, at time.Time) (until time.Time) {
	for until = at; until.Sub(at) < 7*24*time.Hour; {
		next := Change(hours, until)
		if until = next; next.IsZero() || !Within(hours, next) {
			return next
		}
	}
	return until
}

// Change returns when hours begin or end next after a moment; zero without hours.
func Change(hours []Hours, after time.Time) (next time.Time) {
	sooner := func(at time.Time) {
		if at.After(after) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	for i := range hours {
		h := &hours[i]
		year, month, day := after.In(h.Zone).Date()
		for d := -1; d <= 8; d++ {
			if !h.Days[time.Date(year, month, day+d, 0, 0, 0, 0, h.Zone).Weekday()] {
				continue
			}
			ends := day + d
			if h.To <= h.From {
				ends++
			}
			sooner(clockAt(year, month, day+d, h.From, h.Zone))
			sooner(clockAt(year, month, ends, h.To, h.Zone))
		}
	}
	return next
}

// clockAt is when clocks of a zone show a time of a day.
func clockAt(year int, month time.Month, day int, clock time.Duration, zone *time.Location) time.Time {
	return time.Date(year, month, day, 0, 0, int(clock/time.Second), 0, zone)
}

// MarketOpen reports whether data is to be expected at a moment: always, where the preset has no `hours`.
func (p *Preset) MarketOpen(at time.Time) bool { return len(p.Hours) == 0 || Within(p.Hours, at) }

// days are the words for days, from Sunday on as time.Weekday has them.
var days = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ReadHours reads one map of hours, or a list of them.
func ReadHours(src *yamldoc.Source, f *yamldoc.Fields, name string) (hours []Hours) {
	for _, n := range f.OneOrMore(name, "a map {days, from, to, zone}, or a list of such maps") {
		h := Hours{Zone: time.UTC, From: -1, To: -2} // what cannot be read is not the same
		fields := src.Fields(n, name)
		h.Days, _ = parseDays("Mon-Sun")
		yamldoc.Scalar(fields, "days", "days of the week", &h.Days, parseDays)
		fields.Need("from")
		fields.Need("to")
		yamldoc.Scalar(fields, "from", "a time of the day", &h.From, parseClock)
		yamldoc.Scalar(fields, "to", "a time of the day", &h.To, parseClock)
		yamldoc.Scalar(fields, "zone", "a time zone", &h.Zone, parseZone)
		if to := fields.Get("to"); to != nil && h.From == h.To {
			src.Report(to.Line, to.Column, "a whole day is from \"00:00\" to \"24:00\"", "`from` and `to` are the same")
		}
		fields.Done()
		hours = append(hours, h)
	}
	return hours
}

func parseDays(text string) (on [7]bool, err error) {
	for part := range strings.SplitSeq(text, ",") {
		first, last, isRange := strings.Cut(strings.TrimSpace(part), "-")
		if !isRange {
			last = first
		}
		from, to := day(first), day(last)
		if from < 0 || to < 0 {
			return on, fmt.Errorf("days are written as in `Mon-Fri` or `Mon, Wed, Sat`, and this is %q", text)
		}
		for d := from; ; d = (d + 1) % 7 {
			on[d] = true
			if d == to {
				break
			}
		}
	}
	return on, nil
}

// day returns the number of a day, by three letters or more of its name in either case; -1 if there is none.
func day(text string) int {
	text = strings.ToLower(strings.TrimSpace(text))
	for i := range days {
		if len(text) >= 3 && strings.HasPrefix(strings.ToLower(time.Weekday(i).String()), text) {
			return i
		}
	}
	return -1
}

// parseClock reads a time of the day as a clock shows it; 24:00 is its end.
func parseClock(text string) (time.Duration, error) {
	if text == "24:00" {
		return 24 * time.Hour, nil
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			hour, minute, second := t.Clock()
			return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second, nil
		}
	}
	return 0, fmt.Errorf("a time of the day is written as in \"09:30\", in quotes, and this is %q", text)
}

func parseZone(text string) (*time.Location, error) {
	zone, err := time.LoadLocation(text)
	if err != nil || text == "" {
		return nil, fmt.Errorf("there is no time zone `%s`: write it as in `America/New_York`, or `UTC`", text)
	}
	return zone, nil
}
