package inspect

// openDepth is how deep containers are open to begin with: a candle in a message in an envelope can be read at once,
// the levels of an order book are a line each.
const openDepth = 2

// A part says what of a value a line shows.
type part uint8

const (
	opening part = iota // the value, or of an open container its beginning
	closing             // the end of an open container
	gone                // a value that only the message before has
	rest                // what was left out of the message; it is no value
)

// A line is one line of the tree.
type line struct {
	doc  *document // that node is in
	node int32
	part part
}

// place is where the line's value stands in the message.
func (l line) place() place { return l.doc.nodes[l.node].place }

// A tree is a message as lines that fold, one of which has the cursor. Folds and cursor go by place, and so keep from
// message to message.
//
// It is not the tree of bubbles v2.2.1, which renders every node, and each of them once for every other: a list of 1,000 numbers
// takes 640 ms and 229 MB until it is shown, and 190 ms and 74 MB for each key, one of 5,000 takes 10 s. Here it is 2 ms and
// 0.5 MB, and 0.3 ms a key in a list of 50,000 (BenchmarkMessage, BenchmarkStep). Nor does it keep folds and cursor from one
// message to the next, or show what was removed.
type tree struct {
	doc    *document
	before *document   // the message before, nil unless differences from it are shown
	diff   *difference // nil if before is

	// folds holds what was folded and unfolded by hand.
	folds map[place]bool
	lines []line

	cursor int // index of a line
	// way leads from the root to the value that the cursor was put on, which outlives messages without that value: a
	// place, and how deep it is. onPart is the part of the value that the cursor was put on.
	way    map[place]int32
	onPart part
}

// show shows another message, nil for none, with the cursor on the same value or the nearest around it. Differences
// from the message before are shown if there is one.
func (t *tree) show(doc, before *document) {
	t.doc, t.before, t.diff = doc, before, nil
	if before != nil {
		t.diff = compare(doc, before)
	}
	t.lay()
}

// lay lays the lines out and finds the cursor's again.
func (t *tree) lay() {
	t.lines = nil
	if t.doc == nil {
		t.cursor = 0
		return
	}
	nodes := t.doc.nodes
	var open []int32
	for i := int32(0); i < int32(len(nodes)); {
		t.lines = append(t.lines, line{t.doc, i, opening})
		if t.foldable(i) && !t.folded(i) {
			open = append(open, i)
			i++
		} else {
			i = nodes[i].end
		}
		for len(open) > 0 && nodes[open[len(open)-1]].end == i {
			t.close(open[len(open)-1])
			open = open[:len(open)-1]
		}
	}
	if t.doc.left > 0 {
		t.lines = append(t.lines, line{t.doc, 0, rest})
	}
	t.findCursor()
}

// close adds what stands at the end of an open container.
func (t *tree) close(i int32) {
	if t.diff != nil {
		for _, j := range t.diff.gone[i] {
			t.lines = append(t.lines, line{t.before, j, gone})
		}
	}
	if !t.doc.nodes[i].cut {
		t.lines = append(t.lines, line{t.doc, i, closing})
	}
}

// foldable reports whether there is anything to fold in a value.
func (t *tree) foldable(i int32) bool {
	return t.doc.nodes[i].size > 0 || t.diff != nil && len(t.diff.gone[i]) > 0
}

// folded reports whether a container is folded.
func (t *tree) folded(i int32) bool {
	n := &t.doc.nodes[i]
	if folded, byHand := t.folds[n.place]; byHand {
		return folded
	}
	return n.depth > openDepth
}

// findCursor puts the cursor on the line that is farthest along the way to the value it was put on.
func (t *tree) findCursor() {
	best := int32(-1)
	t.cursor = 0
	for i, l := range t.lines {
		if l.part == rest {
			if t.onPart == rest {
				t.cursor = i
			}
			continue
		}
		depth, onWay := t.way[l.place()]
		if !onWay || depth < best || depth == best && l.part != t.onPart {
			continue
		}
		best, t.cursor = depth, i
	}
}

// moveTo puts the cursor on the line nearest to i.
func (t *tree) moveTo(i int) {
	if len(t.lines) == 0 {
		return
	}
	t.cursor = min(max(i, 0), len(t.lines)-1)
	l := t.lines[t.cursor]
	t.onPart = l.part
	t.way = make(map[place]int32)
	for j := l.node; j >= 0; j = l.doc.nodes[j].parent {
		t.way[l.doc.nodes[j].place] = l.doc.nodes[j].depth
	}
}

// selected returns the line under the cursor, or false if that is no value.
func (t *tree) selected() (line, bool) {
	if t.cursor >= len(t.lines) || t.lines[t.cursor].part == rest {
		return line{}, false
	}
	return t.lines[t.cursor], true
}

// container returns the container under the cursor, if there is one that folds.
func (t *tree) container() (int32, bool) {
	l, ok := t.selected()
	if !ok || l.part == gone || !t.foldable(l.node) {
		return 0, false
	}
	return l.node, true
}

// setFolded folds or unfolds a container and leaves the cursor on its first line.
func (t *tree) setFolded(i int32, folded bool) {
	t.folds[t.doc.nodes[i].place] = folded
	for t.cursor > 0 && t.lines[t.cursor] != (line{t.doc, i, opening}) {
		t.cursor--
	}
	t.moveTo(t.cursor)
	t.lay()
}

// toggle folds or unfolds the container under the cursor.
func (t *tree) toggle() {
	if i, ok := t.container(); ok {
		t.setFolded(i, !t.folded(i))
	}
}

// unfold unfolds the container under the cursor, or goes into it if it is open.
func (t *tree) unfold() {
	i, ok := t.container()
	switch {
	case !ok:
	case t.folded(i):
		t.setFolded(i, false)
	case t.lines[t.cursor].part == opening:
		t.moveTo(t.cursor + 1)
	}
}

// fold folds the container under the cursor, or goes out to the one around it.
func (t *tree) fold() {
	if i, ok := t.container(); ok && !t.folded(i) {
		t.setFolded(i, true)
		return
	}
	l, ok := t.selected()
	if !ok {
		return
	}
	parent := l.doc.nodes[l.node].parent
	if parent < 0 {
		return
	}
	out := l.doc.nodes[parent].place
	for i := t.cursor; i >= 0; i-- {
		if t.lines[i].part == opening && t.lines[i].place() == out {
			t.moveTo(i)
			return
		}
	}
}
