package alert

import (
	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/widgets/pattern"
)

// Matcher searches for the regular expressions of a Set in the messages of a batch. It does not change, and works without the
// lock of the Set: that costs more than who waits for it has time for.
type Matcher struct {
	patterns []rulePattern
	redact   func(string) string
}

// rulePattern is the expression of a rule, made ready for many messages.
type rulePattern struct {
	*pattern.Pattern
	rule int // its number
}

// Hit is what a rule has found in one batch.
type Hit struct {
	Rule  int    // number of the rule
	Count int    // messages that match
	At    int64  // receipt of the first of them, Unix nanoseconds
	Label int32  // that it belongs to, or event.NoLabel
	Text  string // its beginning; MaxText bytes at most, not sanitised, secrets as •••
	// Short counts messages that do not match as far as they were scanned, which was Bytes, or more, from the beginning.
	Short, Bytes int
}

// Matcher returns a matcher for the rules as they are now. It is the same one until they change.
func (s *Set) Matcher() *Matcher {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rules.matcher == nil {
		m := &Matcher{redact: s.preset.Redact}
		for _, r := range s.rules.list {
			if r.Kind == alertrule.Match && !r.spent {
				m.patterns = append(m.patterns, rulePattern{pattern.New(r.Regexp), r.number})
			}
		}
		s.rules.matcher = m
	}
	return s.rules.matcher
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
					hits = append(hits, Hit{Rule: p.rule})
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
					// Redacted before it is cut: half a secret would not be found.
					head := text[:min(len(text), MaxText+8*preset.MaxSecret)]
					hit.At, hit.Label, hit.Text = message.At, message.Label, bounded(m.redact(string(head)))
				}
				hit.Count++
			}
		}
	}
	return hits
}
