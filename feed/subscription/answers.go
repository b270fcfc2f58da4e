package subscription

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
	matcher message.Matcher    // of the pattern
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
	list   *list
	scopes *scope.Scopes

	ack, fail, ended, unsubscribed []answer
}

func newAnswers(p *preset.Bound, d *message.Document, l *list, s *scope.Scopes) *answers {
	a := &answers{doc: d, list: l, scopes: s}
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
		c.pattern, c.matcher, c.labels = &m[i], message.NewMatcher(m[i:i+1]), make(map[string][]int32)
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
func (a *answers) index(sub *subscription) {
	for _, k := range sub.answerKeys {
		indexed := k.labels[k.text]
		if i, found := slices.BinarySearch(indexed, sub.number); found {
			indexed = slices.Delete(indexed, i, i+1)
		}
		if len(indexed) == 0 {
			delete(k.labels, k.text)
		} else {
			k.labels[k.text] = indexed
		}
	}
	sub.answerKeys = sub.answerKeys[:0]
	if sub.request.number == 0 {
		return
	}
	a.indexIn(a.ack, sub, sub.request.id)
	a.indexIn(a.fail, sub, sub.request.id)
	a.indexIn(a.ended, sub, sub.request.id)
	a.indexIn(a.unsubscribed, sub, sub.unsub.id)
}

func (a *answers) indexIn(answers []answer, sub *subscription, id int64) {
	for i := range answers {
		ans := &answers[i]
		if ans.want == nil {
			continue
		}
		for _, text := range ans.want.Texts(sub.scope(a.scopes, id)) {
			indexed := ans.labels[text]
			if i, found := slices.BinarySearch(indexed, sub.number); !found {
				ans.labels[text] = slices.Insert(indexed, i, sub.number)
				sub.answerKeys = append(sub.answerKeys, answerKey{ans.labels, text})
			}
		}
	}
}

// about calls f for the subscriptions that ok picks and that the current message is about, if it is such an answer. It reports
// whether there was one.
func (a *answers) about(ans *answer, ok func(*subscription) bool, id func(*subscription) int64, f func(*subscription)) (found bool) {
	if !ans.matcher.MayMatch(a.doc) {
		return false
	}
	check := func(sub *subscription) {
		if ok(sub) && a.doc.Holds(ans.pattern, sub.scope(a.scopes, id(sub))) {
			f(sub)
			found = true
		}
	}
	if named, ok := a.named(ans); ok {
		for _, n := range slices.Clone(named) { // f may change the index
			check(a.list.of(n))
		}
		return found
	}
	for sub := range a.list.all() {
		check(sub)
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

func requestID(sub *subscription) int64     { return sub.request.id }
func unsubscribeID(sub *subscription) int64 { return sub.unsub.id }
