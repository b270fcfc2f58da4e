package alert

import (
	"bytes"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/preset"
)

// Matcher searches for the regular expressions of a Set in the messages of a batch. It does not change, and may be used by
// another goroutine than the Set: that costs more than a screen has time for.
type Matcher struct {
	patterns []pattern
	redact   func(string) string
}

// Hit is what a rule has found in one batch.
type Hit struct {
	Rule  int    // number of the rule
	Count int    // messages that match
	At    int64  // receipt of the first of them, Unix nanoseconds
	Row   int32  // the row that it belongs to, or event.NoLabel
	Text  string // its beginning; MaxText bytes at most, not sanitised, secrets as •••
	// Short counts messages that do not match as far as they were scanned, which was Bytes, or more, from the beginning.
	Short, Bytes int
}

// Matcher returns a matcher for the rules as they are now. It is the same one until they change.
func (s *Set) Matcher() *Matcher {
	if s.matcher == nil {
		s.matcher = &Matcher{redact: s.preset.Redact}
		for _, r := range s.rules {
			if r.Kind == alertrule.Match && !r.spent {
				s.matcher.patterns = append(s.matcher.patterns, newPattern(r))
			}
		}
	}
	return s.matcher
}

// Hits returns one Hit for each rule that a message from the server matches. What the log shows of a message is
// scanned, up to maxMatched bytes, or fewer with an expression that takes long. Messages that were merged into counts
// cannot be scanned.
func (m *Matcher) Hits(b *event.Batch) (hits []Hit) {
	if len(m.patterns) == 0 {
		return nil
	}
	found := make([]int, len(m.patterns)) // place in hits, counted from 1
	var lower folded
	for _, c := range b.Chunks {
		for i := range c.Entries {
			message := &c.Entries[i]
			if !message.Kind.Inbound() {
				continue
			}
			text := c.Text(message)
			lower.done = false
			for n := range m.patterns {
				p := &m.patterns[n]
				matches, scanned := p.match(text[:min(len(text), maxMatched)], &lower)
				if !matches && scanned == len(text) {
					continue
				}
				if found[n] == 0 {
					hits = append(hits, Hit{Rule: p.rule})
					found[n] = len(hits)
				}
				hit := &hits[found[n]-1]
				switch {
				case !matches:
					if hit.Short++; hit.Short == 1 || scanned < hit.Bytes {
						hit.Bytes = scanned
					}
					continue
				case hit.Count == 0:
					// Redacted before it is cut: half a secret would not be found.
					head := text[:min(len(text), MaxText+8*preset.MaxSecret)]
					hit.At, hit.Row, hit.Text = message.At, message.Label, bounded(m.redact(string(head)))
				}
				hit.Count++
			}
		}
	}
	return hits
}

const (
	// maxMatched is how many bytes of a message are scanned, at the most.
	maxMatched = 256 << 10
	// matchCost is what an expression may cost for one message, in ns, of which a byte takes up to 7 for each of its steps:
	// batches wait for it.
	matchCost = 16_000_000
	stepCost  = 7
)

// pattern is a regular expression made ready for many messages.
type pattern struct {
	rule int
	re   *regexp.Regexp
	// literals are what re stands for if it is a choice of ASCII texts and nothing else, as most are: to search for those
	// takes a fraction of the time. With fold they are in lower case, and case does not count.
	literals [][]byte
	fold     bool
	most     int // bytes that re scans
}

func newPattern(r *rule) pattern {
	p := pattern{rule: r.number, re: r.Regexp, most: maxMatched}
	tree, err := syntax.Parse(r.Regexp.String(), syntax.Perl)
	if err != nil {
		return p
	}
	if program, err := syntax.Compile(tree.Simplify()); err == nil {
		p.most = min(maxMatched, matchCost/(stepCost*len(program.Inst)))
	}
	for tree.Op == syntax.OpCapture {
		tree = tree.Sub[0]
	}
	choice := []*syntax.Regexp{tree}
	if tree.Op == syntax.OpAlternate {
		choice = tree.Sub
	}
	for _, one := range choice {
		fold := one.Flags&syntax.FoldCase != 0
		text := string(one.Rune)
		if one.Op != syntax.OpLiteral || len(p.literals) > 0 && fold != p.fold || !isASCII([]byte(text)) {
			p.literals = nil
			break
		}
		if p.fold = fold; fold {
			text = strings.ToLower(text)
		}
		p.literals = append(p.literals, []byte(text))
	}
	return p
}

// match reports whether the pattern is anywhere in a text, and how many bytes of it were scanned. lower is the same text,
// for all patterns to share.
func (p *pattern) match(text []byte, lower *folded) (matches bool, scanned int) {
	whole, ok := text, p.literals != nil
	if ok && p.fold {
		// Beyond ASCII there are letters that fold into it, such as the sign of the kelvin: that is for the expression.
		whole, ok = lower.of(text)
	}
	if !ok {
		text = text[:min(len(text), p.most)]
		return p.re.Match(text), len(text)
	}
	for _, literal := range p.literals {
		if bytes.Contains(whole, literal) {
			return true, len(text)
		}
	}
	return false, len(text)
}

// folded is a text in lower case, made when it is first wanted.
type folded struct {
	text        []byte
	done, ascii bool
}

// of returns text in lower case; text itself and false if it is not all ASCII.
func (f *folded) of(text []byte) ([]byte, bool) {
	if !f.done {
		f.done, f.ascii = true, isASCII(text)
		if f.ascii {
			f.text = append(f.text[:0], text...)
			for i, c := range f.text {
				if 'A' <= c && c <= 'Z' {
					f.text[i] = c + 'a' - 'A'
				}
			}
		}
	}
	if !f.ascii {
		return text, false
	}
	return f.text, true
}

func isASCII(text []byte) bool {
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
