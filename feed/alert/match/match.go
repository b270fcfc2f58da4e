// Package match searches for the regular expressions of alerts in messages, batch by batch.
//
// It knows no alert but by its number, keeps nothing between two batches, and does no I/O.
package match

import (
	"regexp"

	"sockeye/feed/event"
	"sockeye/feed/pattern"
	"sockeye/feed/preset"
)

// Rule is an expression to search for.
type Rule struct {
	Number int // by which hits name it
	Regexp *regexp.Regexp
}

// Matcher searches for the regular expressions of rules in the messages of a batch. It does not change, so that it can work beside
// whatever changes the rules.
type Matcher struct {
	patterns []rulePattern
	redact   func(string) string
}

// TextBytes is how much of a message a hit has before secrets are removed: more than is shown of one, by several secrets, half of
// which would not be found.
const TextBytes = 300 + 8*preset.MaxSecret

// rulePattern is the expression of a rule, made ready for many messages.
type rulePattern struct {
	*pattern.Pattern
	number int
}

// Hit is what a rule has found in one batch.
type Hit struct {
	Rule  int    // number of the rule
	Count int    // messages that match
	At    int64  // receipt of the first of them, Unix nanoseconds
	Label int32  // that it belongs to, or event.NoLabel
	Text  string // its beginning, of TextBytes or what was to be shown of them; not sanitised, secrets as •••
	// Short counts messages that do not match as far as they were scanned, which was Bytes, or more, from the beginning.
	Short, Bytes int
}

// New returns a matcher of expressions. redact removes secrets from a text.
func New(rules []Rule, redact func(string) string) *Matcher {
	m := &Matcher{redact: redact}
	for _, r := range rules {
		m.patterns = append(m.patterns, rulePattern{pattern.New(r.Regexp), r.Number})
	}
	return m
}

// Hits returns one Hit for each rule that a message from the server matches. What the log shows of a message is
// scanned, up to [pattern.MaxText] bytes, or fewer with an expression that takes long. Messages that were merged into counts
// cannot be scanned.
func (m *Matcher) Hits(b *event.Batch) (hits []Hit) {
	if len(m.patterns) == 0 {
		return nil
	}
	found := make([]int, len(m.patterns)) // place in hits, counted from 1
	var scanned pattern.Text
	for _, c := range b.Chunks {
		for i := range c.Entries {
			message := &c.Entries[i]
			if !message.Kind.Inbound() {
				continue
			}
			text := c.Text(message)
			scanned.Set(text[:min(len(text), pattern.MaxText)])
			for n := range m.patterns {
				p := &m.patterns[n]
				matches, bytes := p.Match(&scanned)
				if !matches && bytes == len(text) {
					continue
				}
				if found[n] == 0 {
					hits = append(hits, Hit{Rule: p.number})
					found[n] = len(hits)
				}
				hit := &hits[found[n]-1]
				switch {
				case !matches:
					if hit.Short++; hit.Short == 1 || bytes < hit.Bytes {
						hit.Bytes = bytes
					}
					continue
				case hit.Count == 0:
					head := text[:min(len(text), TextBytes)]
					hit.At, hit.Label, hit.Text = message.At, message.Label, m.redact(string(head))
				}
				hit.Count++
			}
		}
	}
	return hits
}
