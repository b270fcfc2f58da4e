package sequence

import (
	"fmt"
	"math/big"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// Tracker follows the numbers of a feed's messages, as `seq` of its preset says, and notes what is missing.
type Tracker struct {
	rule   *preset.Sequence // nil: the feed does not number its messages
	preset *preset.Bound
	reader *message.Reader
	doc    *message.Document
	scope  lang.Scope
	log    *event.Builder
	link   []byte // memory of followLinks
}

// New returns a tracker of the messages that a reader reads, with the placeholders of a scope for `match`. It writes to log.
func New(p *preset.Bound, r *message.Reader, scope lang.Scope, log *event.Builder) Tracker {
	return Tracker{rule: p.Sequence, preset: p, reader: r, doc: r.Document(), scope: scope, log: log}
}

// PerConnection reports whether all messages of a connection are numbered together.
func (t *Tracker) PerConnection() bool { return t.rule != nil && !t.rule.PerLabel }

// PerLabel reports whether the messages of each label are numbered by themselves.
func (t *Tracker) PerLabel() bool { return t.rule != nil && t.rule.PerLabel }

// Position is where a numbering stands, on a connection or for a label. The zero Position is before the first message.
type Position struct {
	known     bool
	base      *big.Int // what all numbers here are counted from, where they are too large for an int64; nil is 0
	mark      int64    // the highest number, or the first one after a restart
	before    int64    // the mark before a restart, which may turn out to be none
	restarted bool     // the last number was a restart
	repeated  bool     // that the mark came again has been said
	late      int64    // the number that came late last
	wasLate   bool     // there was one
	missing   []missing

	last  []byte // of links: the last id, as the feed wrote it
	holes []link // of links: where messages are missing, oldest first
}

// missing is a run of numbers that have not come, both ends included.
type missing struct {
	from, to int64
	hole     *hole // that it is a part of
}

// hole is a place where numbers are missing.
type hole struct{ left int64 }

const (
	// maxNumber bounds a number of a sequence, in digits.
	maxNumber = 40
	// lateWithin is how many numbers back one can be and still be late, and not the sign of a restart.
	lateWithin = 1000
	// maxMissing bounds the runs of missing numbers that are kept for a label: there can be many labels.
	maxMissing = 50
)

// Follow checks the number of the current message against those before, and notes what is missing. n is the number of the label that it
// is about, or event.NoLabel; now is the receipt of the message.
func (t *Tracker) Follow(now time.Time, q *Position, n int32) {
	rule := t.rule
	if len(rule.Match) > 0 && !t.doc.Matches(rule.Match, t.scope) {
		return
	}
	root := t.doc.Root()
	text := t.doc.Text(&rule.At, root)
	if len(text) == 0 {
		return
	}
	if rule.Prev != nil {
		t.followLinks(now, q, n, text)
		return
	}
	number, ok := integerOf(text)
	if !ok {
		t.unreadNumber(now, n, "at", &rule.At, text)
		return
	}
	t.log.Current().Counts.Numbered++
	first := number
	if rule.From != nil {
		if text := t.doc.Text(rule.From, root); len(text) > 0 {
			if first, ok = integerOf(text); !ok {
				t.unreadNumber(now, n, "from", rule.From, text)
				first = number
			}
		}
	}
	if !q.known {
		q.known = true
		q.begin(number)
		return
	}
	at, ok := q.offset(number)
	if !ok {
		t.followFar(now, q, n, number)
		return
	}
	from, ok := q.offset(first)
	if !ok || from > at {
		from = at
	}
	t.followNumber(now, q, n, from, at)
}

// followNumber checks a message that covers the numbers from one to another, counted from the base.
func (t *Tracker) followNumber(now time.Time, q *Position, n int32, from, at int64) {
	rule := t.rule
	step := max(rule.Step, 1)
	if q.restarted {
		q.restarted = false
		if from <= q.before+step && at > q.before && (rule.From != nil || at == q.before+step) {
			q.mark = q.before // it was no restart: an old message came again
		} else {
			q.missing, q.wasLate = nil, false // of the numbering before
		}
	}
	if count, low, high, filled := q.fill(from, min(at, q.mark), step); count > 0 {
		counts := &t.log.Current().Counts
		counts.Filled += filled
		counts.Late += count
		text := q.text(low)
		if count > 1 {
			text += " to " + q.text(high)
		}
		t.log.Note(now, event.Notice, n, "seq "+text+" came late")
		if at <= q.mark {
			q.late, q.wasLate = at, true
			return
		}
	}
	switch {
	case at == q.mark || q.wasLate && at == q.late && at < q.mark:
		if !q.repeated {
			t.log.Note(now, event.Notice, n, "seq "+q.text(at)+" twice")
		}
		q.repeated = true
		return
	case at < q.mark:
		t.gap(now, n, fmt.Sprintf("restarts: %s after %s", q.text(at), q.text(q.mark)))
		q.before, q.restarted = q.mark, true
	case (rule.Step != 0 || rule.From != nil) && from > q.mark+step:
		count := (from - q.mark - 1) / step
		t.gap(now, n, fmt.Sprintf("%s to %s, %d lost", q.text(q.mark), q.text(from), count))
		t.missed(count)
		q.missing = append(q.missing, missing{q.mark + step, q.mark + count*step, &hole{count}})
		if rule.PerLabel && len(q.missing) > maxMissing {
			q.missing = q.missing[1:]
		}
	case rule.Step != 0 && at != q.mark+step:
		t.gap(now, n, fmt.Sprintf("%s after %s, and not %s", q.text(at), q.text(q.mark), q.text(q.mark+step)))
	}
	q.mark, q.repeated = at, false
	q.expire(q.mark - lateWithin*step)
}

// fill removes numbers from those that are missing. It returns how many of them were, the lowest and the highest, and how many
// holes have none left.
func (q *Position) fill(from, to, step int64) (count, low, high, filled int64) {
	for i := 0; i < len(q.missing); i++ {
		m := q.missing[i]
		a, b := max(m.from, from), min(m.to, to)
		if a > b || (a-m.from)%step != 0 {
			continue
		}
		if count == 0 {
			low = a
		}
		high = b
		n := (b-a)/step + 1
		count += n
		if m.hole.left -= n; m.hole.left == 0 {
			filled++
		}
		var rest []missing
		if m.from < a {
			rest = append(rest, missing{m.from, a - step, m.hole})
		}
		if b < m.to {
			rest = append(rest, missing{b + step, m.to, m.hole})
		}
		q.missing = append(q.missing[:i:i], append(rest, q.missing[i+1:]...)...)
		i += len(rest) - 1
	}
	return count, low, high, filled
}

// expire drops missing numbers below one: if they came now, that would be a restart.
func (q *Position) expire(below int64) {
	for len(q.missing) > 0 && q.missing[0].from < below {
		if q.missing[0].to >= below {
			q.missing[0].from = below
			return
		}
		q.missing = q.missing[1:]
	}
}

// followFar checks a number that is too far from the mark to be counted with an int64.
func (t *Tracker) followFar(now time.Time, q *Position, n int32, number integer) {
	rule, mark, at := t.rule, q.whole(q.mark), number.whole()
	lost := new(big.Int).Sub(at, mark)
	switch {
	case lost.Sign() < 0:
		t.gap(now, n, fmt.Sprintf("restarts: %s after %s", at, mark))
	case rule.Step != 0:
		lost.Div(lost.Sub(lost, big.NewInt(1)), big.NewInt(rule.Step))
		t.gap(now, n, fmt.Sprintf("%s to %s, %s lost", mark, at, lost))
		if lost.IsInt64() {
			t.missed(lost.Int64())
		} else {
			t.missed(mostMissed)
		}
	case rule.From != nil:
		t.gap(now, n, fmt.Sprintf("%s to %s", mark, at))
	}
	*q = Position{known: true}
	q.begin(number)
}

// gap notes a hole in a sequence.
func (t *Tracker) gap(now time.Time, n int32, what string) {
	t.log.Current().Counts.Gaps++
	t.log.Note(now, event.Gap, n, "GAP seq "+what)
}

// mostMissed is how many messages count as missed at a time: what a server says must not make the count overflow.
const mostMissed = 1 << 32

// missed counts messages that are missing in a hole.
func (t *Tracker) missed(count int64) { t.log.Current().Counts.Missed += min(count, mostMissed) }

// unreadNumber says once that a number of the sequence cannot be read.
func (t *Tracker) unreadNumber(now time.Time, n int32, name string, path *lang.Path, text []byte) {
	if t.reader.Once(path) {
		t.log.Note(now, event.Notice, n, fmt.Sprintf("seq: `%s: %s` holds %q, which is no whole number of %d digits at most: it is not followed",
			name, path, message.Cut(message.Quote(t.preset, text), message.MaxShown), maxNumber))
	}
}
