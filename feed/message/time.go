package message

import (
	"bytes"
	"fmt"
	"math"
	"time"

	"sockeye/feed/message/json"
	"sockeye/feed/preset/lang"
)

// Time returns the own time of a record of the current message, in Unix nanoseconds; false if there is none that can be
// read. The rule has a Time.
func (r *Reader) Time(rule *Rule, record Ref, label int32) (ns int64, ok bool) {
	if ns, ok = rule.clock.parse(r.doc.textAt(&rule.time, record), rule.Zone); !ok {
		r.unreadTime(&r.doc, rule, record, label)
	}
	return ns, ok
}

// clock parses times of which many have the same second: then all but the decimals is compared, and not read again. That saves 6 % of
// what a message of kraken costs, and 19 % of one of coinbase-advanced (BenchmarkReceive).
type clock struct {
	before, behind []byte // what the last time had before and behind its decimals; no before: it has none, or is too long
	second         int64  // which that means, in Unix nanoseconds ...
	known          bool   // ... and whether that is known
}

// mostDecimals of a second are nanoseconds.
const mostDecimals = 9

// parse is [lang.ParseTime].
func (c *clock) parse(text []byte, zone *time.Location) (ns int64, ok bool) {
	n := len(c.before)
	again := n > 0 && len(text) > n && string(text[:n]) == string(c.before)
	if again && c.known {
		if part, behind, ok := decimals(text[n:]); ok && string(behind) == string(c.behind) {
			return c.second + part, true
		}
	}
	ns, ok = lang.ParseTime(text, zone)
	switch {
	case !ok:
	case again:
		c.learn(text, ns, zone)
	default:
		c.begin(text)
	}
	return ns, ok
}

// begin keeps what a time has before its decimals. Which second that means is found when another time has it too: it is parsed for that, and
// on a feed whose every message has another second that would be a sixth of what a message costs, for nothing.
func (c *clock) begin(text []byte) {
	c.before, c.known = c.before[:0], false
	if point := bytes.IndexByte(text, '.'); point >= 0 && len(text) <= longestClock {
		c.before = append(c.before, text[:point+1]...)
	}
}

// learn finds which second a time means by what it has before and behind its decimals, if these are parts of a second and the rest is a time
// by itself. Decimals that are all 0 may be parts of anything; and of the last second that a time can have, not all parts are one.
func (c *clock) learn(text []byte, ns int64, zone *time.Location) {
	part, behind, ok := decimals(text[len(c.before):])
	if !ok || part == 0 || len(text) > longestClock {
		return
	}
	whole := append(append(c.behind[:0], text[:len(c.before)-1]...), behind...)
	second, ok := lang.ParseTime(whole, zone)
	c.behind, c.second = append(whole[:0], behind...), second
	c.known = ok && second+part == ns && second < math.MaxInt64-int64(time.Second)
}

// longestClock is what a time has at the most of which that is kept, in bytes.
const longestClock = 64

// decimals reads up to nine decimals of a second, in nanoseconds, and returns what is behind them.
func decimals(text []byte) (part int64, behind []byte, ok bool) {
	i := 0
	for ; i < len(text) && lang.IsDigit(text[i]); i++ {
		if i == mostDecimals {
			return 0, nil, false
		}
		part = part*10 + int64(text[i]-'0')
	}
	return part * partOfSecond[i], text[i:], i > 0
}

// partOfSecond is what the last one of so many decimals counts, in nanoseconds.
var partOfSecond = [mostDecimals + 1]int64{1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 100, 10, 1}

// unreadTime reports why a record has no time of its own, unless the feed says that itself with a null.
func (r *Reader) unreadTime(d *Document, rule *Rule, record Ref, label int32) {
	if r.record == nil && r.reported.has(rule.Time) {
		return
	}
	at := d.find(rule.Time, record)
	switch d.tape.Kind(at) {
	case json.Null:
	case json.None:
		if !d.nullOnTheWay(rule.Time, record) {
			r.unread(rule, "time", rule.Time, label, "finds nothing: the time of receipt counts")
		}
	case json.List, json.Object:
		r.unread(rule, "time", rule.Time, label, "leads to a list or an object: the time of receipt counts")
	default:
		text := Cut(Quote(r.preset, d.tape.Text(at)), MaxShown)
		r.unread(rule, "time", rule.Time, label, fmt.Sprintf("holds %q, which is no time that can be read: the time of receipt counts", text))
	}
}
