package inspect

// Action is what an operator does with the inspector.
type Action uint8

const (
	LineUp Action = iota
	LineDown
	HalfUp
	HalfDown
	PageUp
	PageDown
	Top
	Bottom
	ToggleFold       // folds or unfolds what is under the cursor
	Fold             // folds what is under the cursor, or goes out to the container around it
	Unfold           // unfolds what is under the cursor, or goes into it
	ToggleDifference // shows what has changed since the message before, or stops showing it
	CycleMode        // goes from tree to text to hex to tree, passing over what the message does not allow
)

// Do does what an operator does.
func (m *Model) Do(a Action) {
	_, height, _ := m.space()
	half, page, all := max(height/2, 1), max(height-1, 1), m.length()
	switch a {
	case LineUp:
		m.move(-1, 0)
	case LineDown:
		m.move(1, 0)
	case HalfUp:
		m.move(-half, -half)
	case HalfDown:
		m.move(half, half)
	case PageUp:
		m.move(-page, -page)
	case PageDown:
		m.move(page, page)
	case Top:
		m.move(-all, -all)
	case Bottom:
		m.move(all, all)
	case ToggleFold:
		m.refold((*tree).toggle)
	case Fold:
		m.refold((*tree).fold)
	case Unfold:
		m.refold((*tree).unfold)
	case ToggleDifference:
		m.differ = !m.differ
		m.read()
	case CycleMode:
		m.wanted = (m.shown() + 1) % modes
		m.top = 0
		m.dirty = true
		m.clampWindow()
	}
}

// Move moves the cursor by so many lines, down if n is positive.
func (m *Model) Move(n int) { m.move(n, 0) }

// move moves the cursor and the window by so many lines. Without a cursor, the window follows what it would do.
func (m *Model) move(cursor, window int) {
	m.dirty = true
	if m.shown() == asTree {
		m.tree.moveTo(m.tree.cursor + cursor)
		m.top += window
	} else {
		m.top += cursor
	}
	m.clampWindow()
}

// refold folds, unfolds or follows the tree. The window stays, unless the cursor leaves it.
func (m *Model) refold(do func(*tree)) {
	if m.shown() != asTree {
		return
	}
	do(&m.tree)
	m.dirty = true
	m.clampWindow()
}
