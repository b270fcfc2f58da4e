package logview

import "sockeye/widgets/entryset"

import "sockeye/widgets/theme"

// A target is what a key goes to.
type target uint8

const (
	noTarget target = iota
	toHit
	toEvent
)

// jumps go to an entry of a kind: a hit of the search, an event, a mark. An entry is gone to as soon as it is known which
// one that is: those on the way may not have been scanned.
type jumps struct {
	log    *source
	window *window
	search *search
	shown  *filters
	redraw *redraw
	th     *theme.Theme

	target target // of the jump that is pending
	down   bool   // its direction
	at     uint64 // for an event: what is before has been scanned

	marks entryset.Set
	note  string // a word in the title, until the next key
}

// cancel ends the pending jump.
func (j *jumps) cancel() { j.target = noTarget }

// toHit goes to the next entry that the search found, or after the last to the
// first; or else to the previous one, or before the first to the last.
func (j *jumps) toHit(down bool) {
	if j.search.pattern == nil {
		j.say("no search")
		return
	}
	j.target, j.down = toHit, down
	j.say("")
	j.goToHit()
}

// toEvent goes to the next or the previous gap, trouble or alert.
func (j *jumps) toEvent(down bool) {
	n, ok := j.window.selected()
	if !ok {
		return
	}
	j.say("")
	if down {
		n++
	}
	j.target, j.down, j.at = toEvent, down, n
	j.work(arrivals)
}

// toggleMark marks the selected entry, or removes its mark.
func (j *jumps) toggleMark() {
	n, ok := j.window.selected()
	if !ok {
		return
	}
	if j.marks.Size() == 0 {
		j.marks.Reset(j.log.first)
	}
	if j.marks.Has(n) {
		j.marks.Remove(n)
	} else {
		j.marks.Add(n)
	}
	j.redraw.body = true
}

// toMark goes to the next marked entry that is shown, or after the last to the first.
func (j *jumps) toMark() {
	at, ok := j.window.selected()
	if !ok {
		return
	}
	j.say("")
	if n, ok := j.shownMark(at+1, j.log.end); ok {
		j.goTo(n)
	} else if n, ok := j.shownMark(j.log.first, at+1); ok {
		j.goTo(n)
		j.say("on from the first mark")
	} else {
		j.say("no mark")
	}
}

// shownMark returns the first marked entry that is shown from first up to, and not
// including, end.
func (j *jumps) shownMark(first, end uint64) (uint64, bool) {
	n, ok := j.marks.Next(first, end)
	for ok && j.shown.active() && !j.shown.passing.found.Has(n) {
		n, ok = j.marks.Next(n+1, end)
	}
	return n, ok
}

func (j *jumps) goTo(n uint64) {
	if j.window.goTo(n) {
		j.redraw.body = true
	}
}

// work goes on with the pending jump.
func (j *jumps) work(budget int) {
	if budget <= 0 {
		return
	}
	switch j.target {
	case toHit:
		j.goToHit()
	case toEvent:
		j.goToEvent(budget)
	}
}

// goToHit goes to the nearest hit as soon as it is known which one that is.
func (j *jumps) goToHit() {
	at, _ := j.window.selected()
	first, end := j.log.first, j.log.end
	var n uint64
	var ok, known, wrapped bool
	turn := "on from the first hit"
	if j.down {
		n, ok, known = j.search.below(at+1, end)
		if known && !ok {
			n, ok, known = j.search.below(first, at+1)
			wrapped = true
		}
	} else {
		turn = "on from the last hit"
		n, ok, known = j.search.above(first, at)
		if known && !ok {
			n, ok, known = j.search.above(at, end)
			wrapped = true
		}
	}
	switch {
	case !known:
		j.say("searching" + j.th.Glyphs.Signs().More)
		return
	case !ok:
		j.say("not found")
	case wrapped:
		j.say(turn)
	default:
		j.say("")
	}
	j.cancel()
	if ok {
		j.goTo(n)
	}
}

// goToEvent searches up to budget entries for the nearest event.
func (j *jumps) goToEvent(budget int) {
	which := "earlier"
	if j.down {
		which = "later"
	}
	at := min(max(j.at, j.log.first), j.log.end)
	for ; budget > 0; budget-- {
		n := at
		if j.down && at < j.log.end {
			at++
		} else if !j.down && at > j.log.first {
			at--
			n = at
		} else {
			j.cancel()
			j.say("no " + which + " gap, trouble or alert")
			return
		}
		if j.log.entries.Kind(n) > Notice {
			j.cancel()
			j.say("")
			j.goTo(n)
			return
		}
	}
	j.at = at
	j.say("searching for an event" + j.th.Glyphs.Signs().More)
}

// say puts a word into the title, until the next key.
func (j *jumps) say(note string) {
	if note != j.note {
		j.note = note
		j.redraw.box = true
	}
}
