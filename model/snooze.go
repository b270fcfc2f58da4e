package model

import (
	"cmp"
	"fmt"
	"time"

	"sockeye/feed/alert"
	"sockeye/model/pane"
	"sockeye/widgets/header"
)

// Snooze holds the alerts of all feeds back for a time, or with a number or a label those of the feed that is shown.
func (a targetAlerts) Snooze(length time.Duration, number int, label string) error {
	until := a.t.Tab.Feed().Now().Add(length)
	z := alert.Snooze{Rule: number, Label: label, Until: until}
	if number != 0 || label != "" {
		return a.t.Tab.Alerts().Snooze(z)
	}
	a.m.tabs.snoozed = until
	for _, t := range a.m.tabs.all {
		if err := t.Tab.Alerts().Snooze(z); err != nil {
			return err
		}
	}
	return nil
}

// EndSnoozes has the alerts of all feeds be reported again.
func (a targetAlerts) EndSnoozes() (ended int) {
	a.m.tabs.snoozed = time.Time{}
	for _, t := range a.m.tabs.all {
		ended += t.Tab.Alerts().EndSnoozes()
	}
	return ended
}

// Snoozed says what holds alerts back.
func (a targetAlerts) Snoozed() string {
	text := "nothing holds alerts back"
	for i, n := range a.m.tabs.held(a.m.now, a.m.options.Location) {
		if i == 0 {
			text = n.Text
			continue
		}
		text += "; " + n.Text
	}
	return text
}

// held is what the header says of alerts that are held back: until when, and how many. The clock of a snooze is that of the feeds.
func (ts *tabs) held(now time.Time, location *time.Location) (notes []header.Note) {
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
	for _, t := range ts.all {
		held := t.Tab.Alerts().Held()
		count += held.Count
		if !held.Quiet.IsZero() {
			feeds++
			where = t
			if held.Quiet.After(quiet) {
				quiet = held.Quiet
			}
		}
		for _, s := range held.Snoozes {
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
		case feeds == 1 && len(ts.all) > 1:
			what = where.Tab.Name
		case feeds < len(ts.all):
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
