package preset

import (
	"time"

	"sockeye/feed/preset/lang"
)

// StaleRule says after how long without an event a subscription is stale.
type StaleRule struct {
	Like  string        // a wildcard of symbols and labels, see [Event.Keeps]
	After time.Duration // 0 is never
}

// StaleAfter returns after how long without an event a symbol or label is stale; 0 is never. Of the rules that it is
// like, the last one counts, so that an exception stands below what it is an exception from.
func (p *Preset) StaleAfter(label string) (after time.Duration) {
	for _, r := range p.Stale {
		if lang.IsLike(label, r.Like) {
			after = r.After
		}
	}
	return after
}

// stale reads a duration for all, or a map of wildcards and their durations.
func (f *fields) stale(name string) (rules []StaleRule) {
	n := f.take(name)
	if n == nil {
		return nil
	}
	if n.kind != lang.Map {
		if after, ok := f.src.staleAfter(n, name); ok {
			rules = append(rules, StaleRule{"*", after})
		}
		return rules
	}
	for i, k := range n.keys {
		f.src.checkWildcard(k.name, k.line, k.column)
		if after, ok := f.src.staleAfter(n.items[i], k.name); ok {
			rules = append(rules, StaleRule{k.name, after})
		}
	}
	return rules
}

// staleAfter reads a duration, or `off`.
func (s *source) staleAfter(n *node, what string) (after time.Duration, ok bool) {
	switch {
	case n.kind != lang.String && n.kind != lang.Number:
		s.wrongKind(n, "`"+what+"`", "a duration, `off`, or a map of symbols and their durations")
		return 0, false
	case n.text == "off":
		return 0, true
	}
	after, err := lang.ParseWait(n.text)
	if err != nil {
		s.report(n.line, n.column, "`off` is never", "`%s`: %v", what, err)
	}
	return after, err == nil
}
