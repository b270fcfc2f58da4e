package preset

import (
	"time"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// StaleRule says after how long without an event a subscription is stale.
type StaleRule struct {
	Like  string        // a wildcard of symbols and labels, see [Event.Keeps]
	After time.Duration // 0 is never, StaleAuto is learned
}

// StaleAuto says that after how long without an event a subscription is stale is learned from its events.
const StaleAuto time.Duration = -1

// StaleAfter returns after how long without an event a symbol or label is stale; 0 is never, StaleAuto learned, as where no
// rule is about it. Of the rules that it is like, the last one counts, so that an exception stands below what it is an
// exception from.
func (p *Preset) StaleAfter(label string) (after time.Duration) {
	after = StaleAuto
	for _, r := range p.Stale {
		if lang.IsLike(label, r.Like) {
			after = r.After
		}
	}
	return after
}

// stale reads a duration for all, or a map of wildcards and their durations.
func (r *reader) stale(f *yamldoc.Fields, name string) (rules []StaleRule) {
	n := f.Get(name)
	if n == nil {
		return nil
	}
	if n.Kind != lang.Map {
		if after, ok := r.staleAfter(n, name); ok {
			rules = append(rules, StaleRule{"*", after})
		}
		return rules
	}
	for i, k := range n.Keys {
		r.texts.checkWildcard(k.Name, k.Line, k.Column)
		if after, ok := r.staleAfter(n.Items[i], k.Name); ok {
			rules = append(rules, StaleRule{k.Name, after})
		}
	}
	return rules
}

// staleAfter reads a duration, `auto` or `off`.
func (r *reader) staleAfter(n *yamldoc.Node, what string) (after time.Duration, ok bool) {
	switch {
	case n.Kind != lang.String && n.Kind != lang.Number:
		r.src.WrongKind(n, "`"+what+"`", "a duration, `auto`, `off`, or a map of symbols and their durations")
		return 0, false
	case n.Text == "off":
		return 0, true
	case n.Text == "auto":
		return StaleAuto, true
	}
	after, err := lang.ParseWait(n.Text)
	if err != nil {
		r.src.Report(n.Line, n.Column, "`auto` is learned, and `off` is never", "`%s`: %v", what, err)
	}
	return after, err == nil
}
