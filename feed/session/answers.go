package session

import (
	"slices"

	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/scope"
)

// answer is a pattern for what a server says about a subscription. The first of its conditions that differs between
// subscriptions is indexed by the texts that it wants for each of them, so that an answer costs the same for one subscription
// and for ten thousand: 5 to 11 µs (BenchmarkAcks).
type answer struct {
	pattern *lang.Pattern
	want    *lang.Expect       // what differs between subscriptions; nil: the answer never says which one it means
	place   *lang.Path         // where want is found; nil: it is compared with the whole message as text
	labels  map[string][]int32 // by what want is in the scope of a subscription, ascending
}

// answerKey is an entry of an index.
type answerKey struct {
	labels map[string][]int32
	text   string
}

// answers are the patterns of a preset's answers, with an index of the subscriptions that they can be about.
type answers struct {
	doc    *message.Document
	labels *labels
	scopes *scope.Scopes

	ack, fail, ended, unsubscribed []answer
}

func newAnswers(p *preset.Bound, d *message.Document, l *labels, s *scope.Scopes) *answers {
	a := &answers{doc: d, labels: l, scopes: s}
	if sub := p.Subscribe; sub != nil {
		a.ack, a.fail, a.ended = a.compile(sub.Ack), a.compile(sub.Fail), a.compile(sub.Ended)
	}
	if un := p.Unsubscribe; un != nil {
		a.unsubscribed = a.compile(un.Ack)
	}
	return a
}

// compile prepares the patterns of a match.
func (a *answers) compile(m lang.Match) []answer {
	names := a.scopes.OfSubscription()
	compiled := make([]answer, len(m))
	for i := range m {
		c := &compiled[i]
		c.pattern, c.labels = &m[i], make(map[string][]int32)
		if raw := m[i].Raw; raw != nil {
			if raw.Uses(names...) {
				c.want = raw
			}
			continue
		}
		for j := range m[i].Conds {
			if cond := &m[i].Conds[j]; cond.Want.Uses(names...) {
				c.want, c.place = &cond.Want, &cond.Path
				break
			}
		}
	}
	return compiled
}

// index makes a subscription findable by what the answers about it hold.
func (a *answers) index(n int32) {
	l := &a.labels.all[n]
	for _, k := range l.answerKeys {
		indexed := k.labels[k.text]
		if i, found := slices.BinarySearch(indexed, n); found {
			indexed = slices.Delete(indexed, i, i+1)
		}
		if len(indexed) == 0 {
			delete(k.labels, k.text)
		} else {
			k.labels[k.text] = indexed
		}
	}
	l.answerKeys = l.answerKeys[:0]
	if l.request.number == 0 {
		return
	}
	a.indexIn(a.ack, n, l.request.id)
	a.indexIn(a.fail, n, l.request.id)
	a.indexIn(a.ended, n, l.request.id)
	a.indexIn(a.unsubscribed, n, l.unsub.id)
}

func (a *answers) indexIn(list []answer, n int32, id int64) {
	l := &a.labels.all[n]
	for i := range list {
		ans := &list[i]
		if ans.want == nil {
			continue
		}
		for _, text := range ans.want.Texts(scopeOf(a.scopes, l, id)) {
			indexed := ans.labels[text]
			if i, found := slices.BinarySearch(indexed, n); !found {
				ans.labels[text] = slices.Insert(indexed, i, n)
				l.answerKeys = append(l.answerKeys, answerKey{ans.labels, text})
			}
		}
	}
}

// about calls f for the subscriptions that ok picks and that the current message is about, if it is such an answer. It reports
// whether there was one.
func (a *answers) about(ans *answer, ok func(*label) bool, id func(*label) int64, f func(n int32)) (found bool) {
	if !a.doc.MayHold(ans.pattern) {
		return false
	}
	check := func(n int32) {
		if l := &a.labels.all[n]; ok(l) && a.doc.Holds(ans.pattern, scopeOf(a.scopes, l, id(l))) {
			f(n)
			found = true
		}
	}
	if named, ok := a.named(ans); ok {
		for _, n := range slices.Clone(named) { // f may change the index
			check(n)
		}
		return found
	}
	for n := range a.labels.all {
		check(int32(n))
	}
	return found
}

// named returns the subscriptions whose name stands in the current message; false if it can be about any of them.
func (a *answers) named(ans *answer) (labels []int32, ok bool) {
	if ans.want == nil {
		return nil, false
	}
	text, found := a.doc.Raw(), lang.Scalar
	if ans.place != nil {
		text, found = a.doc.At(ans.place)
	}
	if ans.want.Matches(text, found, nil) { // what it wants of every subscription
		return nil, false
	}
	return ans.labels[string(text)], true
}

func requestID(l *label) int64     { return l.request.id }
func unsubscribeID(l *label) int64 { return l.unsub.id }
