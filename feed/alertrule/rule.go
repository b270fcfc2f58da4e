package alertrule

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"sockeye/feed/format"
	"sockeye/feed/preset/lang"
)

// Rule is an alert as one line of text says it:
//
//	LABEL [FIELD] > N [for DURATION]     a value above a level; also >=, < and <=
//	LABEL [FIELD] crosses N              a value that comes to the other side of a level
//	LABEL [FIELD] changes N in DURATION  a value that moves by N, or by N%
//	LABEL rate > N [for DURATION]        events a second; also >=, < and <=
//	[LABEL] silent [DURATION]            a subscription without an event; every one, without LABEL
//	match /REGEXP/                       a message from the server
//	match REGEXP                         the same; the expression is the rest of the line
//	gap                                  a hole in the sequence
//
// Options follow in any order: `once`, `bell`, `notify`, `run NAME`, `record DURATION`. LABEL is a wildcard as in `keep`. What has a blank
// in it, or reads like another word of the language, stands in double quotes, with "" for a quote: `XBT/USD "rate" > 5`
// is a field called rate. A regular expression has smart case: it distinguishes upper from lower case if it has an
// upper-case letter.
//
// A Rule is read-only. It comes from [Parse].
type Rule struct {
	Kind    Kind
	Label   string         // wildcard; "" in silent is every subscription, and in match and gap it has no meaning
	Field   string         // of level, crosses and changes; "" is the row's last value
	Compare string         // of level and rate: one of > >= < <=
	Limit   float64        // of level and crosses in the value's unit, of rate in events a second, of changes more than 0
	Percent bool           // Limit of changes is in per cent of the value before
	Within  time.Duration  // the window of changes, the time of silent; of silent, 0 is as long as makes the data of each row stale
	For     time.Duration  // of level and rate: how long it must hold without interruption; 0 is at once
	Expr    string         // of match, as written
	Regexp  *regexp.Regexp // of match: Expr with its smart case; else nil

	Once   bool   // off after the first time
	Bell   bool   // rings the terminal's bell
	Notify bool   // asks the terminal for a desktop notification
	Run    string // a command of `ui.commands`; "" is none

	Record time.Duration // so much of what was received before is recorded; 0 is nothing
}

// Kind says what an alert is about.
type Kind uint8

// The kinds of alerts.
const (
	Level Kind = iota
	Crosses
	Changes
	Rate
	Silent
	Match
	Gap
)

// Holds reports whether v is on the side of the limit that a level or a rate is about. NaN is on neither.
func (a *Rule) Holds(v float64) bool {
	switch a.Compare {
	case ">":
		return v > a.Limit
	case ">=":
		return v >= a.Limit
	case "<":
		return v < a.Limit
	}
	return v <= a.Limit
}

// Ends reports whether what the alert is about goes on until it is over; else it is a moment.
func (a *Rule) Ends() bool {
	return a.Kind != Crosses && a.Kind != Match && a.Kind != Gap
}

// Watches reports whether the alert is about a row of that label; one without a label is about every row.
func (a *Rule) Watches(label string) bool {
	return a.Label == "" || lang.IsLike(label, a.Label)
}

// Names reports whether the label of the alert is that one word for word, and not because of a wildcard.
func (a *Rule) Names(label string) bool { return a.Label != "" && a.Label == label }

// String returns the alert as text. [Parse] makes the same alert of it.
func (a Rule) String() string {
	var words []string
	add := func(more ...string) { words = append(words, more...) }
	if a.Label != "" {
		add(quoteWord(a.Label))
	}
	if a.Field != "" {
		add(quoteWord(a.Field))
	}
	switch a.Kind {
	case Level:
		add(a.Compare, formatNumber(a.Limit))
	case Crosses:
		add("crosses", formatNumber(a.Limit))
	case Changes:
		limit := formatNumber(a.Limit)
		if a.Percent {
			limit += "%"
		}
		add("changes", limit, "in", format.Duration(a.Within))
	case Rate:
		add("rate", a.Compare, formatNumber(a.Limit))
	case Silent:
		add("silent")
		if a.Within > 0 {
			add(format.Duration(a.Within))
		}
	case Match:
		add("match", "/"+a.Expr+"/")
	case Gap:
		add("gap")
	}
	if a.For > 0 {
		add("for", format.Duration(a.For))
	}
	for _, option := range []struct {
		name string
		set  bool
	}{{"once", a.Once}, {"bell", a.Bell}, {"notify", a.Notify}} {
		if option.set {
			add(option.name)
		}
	}
	if a.Run != "" {
		add("run", a.Run)
	}
	if a.Record > 0 {
		add("record", format.Duration(a.Record))
	}
	return strings.Join(words, " ")
}

// reserved are what follows a label, or stands in its place; quoted, they are labels and fields like others.
var reserved = []string{"crosses", "changes", "rate", "silent", "match", "gap"}

// quoteWord puts a label or a field in quotes where it would be read as something else.
func quoteWord(word string) string {
	plain := word != "" && strings.IndexByte(`"<>`, word[0]) < 0 && !strings.ContainsFunc(word, unicode.IsSpace)
	for _, w := range reserved {
		plain = plain && word != w
	}
	if plain {
		return word
	}
	return `"` + strings.ReplaceAll(word, `"`, `""`) + `"`
}

// formatNumber writes a number with all its digits, and with an exponent only where there would be too many of them.
func formatNumber(v float64) string {
	if text := strconv.FormatFloat(v, 'f', -1, 64); len(text) <= 24 {
		return text
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
