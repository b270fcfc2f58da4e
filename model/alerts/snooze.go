package alerts

import (
	"cmp"
	"fmt"
	"time"

	"sockeye/feed/alert"
	"sockeye/model/pane"
	"sockeye/widgets/header"
)

// Snooze holds the alerts of all feeds back until a time, also of feeds that are opened later.
func Snooze(ts *pane.Feeds, until time.Time) error {
	ts.Snoozed = until
	for _, t := range ts.All {
		if err := t.Tab.Alerts().Snooze(alert.Snooze{Until: until}); err != nil {
			return err
		}
	}
	return nil
}

// EndSnoozes has the alerts of all feeds be reported again, and returns how many snoozes that ended.
func EndSnoozes(ts *pane.Feeds) (ended int) {
	ts.Snoozed = time.Time{}
	for _, t := range ts.All {
		ended += t.Tab.Alerts().EndSnoozes()
	}
	return ended
}

// Held is what the header says of alerts that are held back: until when, and how many. The clock of a snooze is that of the feeds.
func Held(ts *pane.Feeds, now time.Time, location *time.Location) (notes []header.Note) {
	note := func(word, what string, until time.Time, count int) {
		at := untilTime(until, now, location)
		n := header.Note{Brief: word + " " + at}
		if what != "" {
			word += " " + what
		}
		n.Text = word + " until " + at
		if count > 0 {
			n.Text = fmt.Sprintf("%s, %d held back", n.Text, count)
			n.Brief = fmt.Sprintf("%s (%d)", n.Brief, count)
		}
		notes = append(notes, n)
	}
	var (
		all, quiet   time.Time // latest
		some         []alert.Snooze
		where        *pane.Feed // of quiet, and of some
		feeds, count int
	)
	for _, t := range ts.All {
		is := t.Tab.Alerts().Held()
		count += is.Count
		if !is.Quiet.IsZero() {
			feeds++
			where = t
			if is.Quiet.After(quiet) {
				quiet = is.Quiet
			}
		}
		for _, s := range is.Snoozes {
			if s.Rule != 0 || s.Label != "" {
				some = append(some, s)
			} else if s.Until.After(all) {
				all = s.Until
			}
		}
	}
	if !quiet.IsZero() {
		what := ""
		switch {
		case feeds == 1 && len(ts.All) > 1:
			what = where.Tab.Name
		case feeds < len(ts.All):
			what = fmt.Sprintf("%d feeds", feeds)
		}
		note("QUIET", what, quiet, count)
		count = 0
	}
	switch {
	case !all.IsZero():
		note("SNOOZED", "", all, count)
	case len(some) == 1:
		note("SNOOZED", cmp.Or(some[0].Label, fmt.Sprintf("alert %d", some[0].Rule)), some[0].Until, count)
	case len(some) > 1:
		until := some[0].Until
		for _, s := range some[1:] {
			if s.Until.After(until) {
				until = s.Until
			}
		}
		note("SNOOZED", fmt.Sprintf("%d", len(some)), until, count)
	}
	return notes
}

// untilTime is a time as a clock shows it, with the day where it is not today.
func untilTime(at, now time.Time, location *time.Location) string {
	at, now = at.In(location), now.In(location)
	if at.YearDay() != now.YearDay() {
		return at.Format("Mon 15:04")
	}
	return at.Format("15:04")
}
