package logview

// Action is what an operator does with the log.
type Action uint8

const (
	LineUp Action = iota
	LineDown
	HalfUp
	HalfDown
	PageUp
	PageDown
	Top
	Bottom     // follows the end of the log again
	Left       // moves the texts back towards their beginning
	Right      // moves the texts so that more of them can be read; they stay so while entries arrive
	StopOrPage // pins a live log, and else pages forward
	NextHit    // the next entry that the search found, or after the last the first
	PrevHit
	ToggleContext // shows the selected entry among those that the filters hide, in its place on the screen, or no more
	ToggleMark
	NextMark // the next marked entry that is shown, or after the last the first
	NextEvent
	PrevEvent // a gap, trouble or alert
	CycleTime // the time of receipt, the feed's own time, and the difference to the entry before
	ToggleWrap
	ToggleRaw // events as they came, or as a table
)

const (
	// sideways is how many cells one step to the left or right moves the text.
	sideways = 16
	// farthest is as far as the text can be moved: what lies beyond is for a pane
	// that shows one message whole.
	farthest = 512 * sideways
)

// Do does what an operator does; what he did before, and has not ended, is given up. All that go to an entry pin the log to it.
func (m *Model) Do(a Action) {
	m.jumps.cancel()
	m.jumps.say("")
	w := m.window
	switch a {
	case LineUp:
		m.Up(1)
	case LineDown:
		m.Down(1)
	case HalfUp:
		m.redraw.moved(w.scroll(-w.halfPage()))
	case HalfDown:
		m.redraw.moved(w.scroll(w.halfPage()))
	case PageUp:
		m.redraw.moved(w.scroll(-w.pageStep()))
	case PageDown:
		m.redraw.moved(w.scroll(w.pageStep()))
	case Top:
		m.redraw.moved(w.toTop())
	case Bottom:
		m.Resume()
	case Left:
		m.shift(-sideways)
	case Right:
		m.shift(sideways)
	case StopOrPage:
		if !m.Live() {
			m.Do(PageDown)
		} else if !m.log.empty() {
			m.Pin()
		}
	case NextHit, PrevHit:
		m.jumps.toHit(a == NextHit)
	case ToggleContext:
		m.toggleContext()
	case ToggleMark:
		m.jumps.toggleMark()
	case NextMark:
		m.jumps.toMark()
	case NextEvent, PrevEvent:
		m.jumps.toEvent(a == NextEvent)
	case CycleTime:
		m.format.times = (m.format.times + 1) % (difference + 1)
		m.redraw.body = true
	case ToggleWrap:
		m.format.wrap, m.format.skip = !m.format.wrap, 0
		m.reform()
	case ToggleRaw:
		if m.format.table.names == nil {
			m.jumps.say("no preset names values")
			return
		}
		m.format.table.raw, m.format.wrap = m.format.tabular, false
		m.reform()
	}
}

// shift moves the texts sideways, to the right if there is more to read.
func (m *Model) shift(cells int) {
	m.refreshBody() // to know whether there is more
	f := m.format
	if f.tabular {
		m.redraw.moved(f.table.shift(cells > 0))
		return
	}
	if cells > 0 && !f.wider {
		return
	}
	if skip := min(max(f.skip+cells, 0), farthest); skip != f.skip {
		f.skip = skip
		m.redraw.body = true
	}
}

// toggleContext shows the selected entry among those that the filters hide, or goes back to what they let pass.
func (m *Model) toggleContext() {
	switch {
	case len(m.filters.list) == 0:
		m.jumps.say("no filter")
	case !m.log.empty():
		m.window.pin()
		m.rearrange(func() { m.filters.suspended = !m.filters.suspended })
	}
}
