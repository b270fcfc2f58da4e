package model

import (
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/model/dialog"
)

// windows are the lengths of time that a chart can show.
var windows = []time.Duration{15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour}

const defaultWindow = 1

// offersLive reports whether the title of a log that is not live is on the screen, with the key that resumes it.
func (p logPane) offersLive() bool {
	t := p.t
	return !t.log.Live() && t.log.Keys.Bottom.Enabled() && slices.Contains(p.m.layout.shown, paneLog)
}

// inspectCursor has the inspector, if it is open, show what the log's cursor is on.
func (p logPane) inspectCursor() {
	t := p.t
	if n, ok := t.log.Selected(); ok && t.inspecting {
		p.m.inspectRow(n)
	}
}

// copyEntry copies the entry under the cursor, as it came.
func (p logPane) copyEntry() tea.Cmd {
	t := p.t
	n, ok := t.log.Selected()
	if !ok {
		return nil
	}
	chunk, message := t.history.Row(n)
	return p.m.copy(string(t.redacted(chunk.Payload(message))))
}

// noteMissed writes into the log what was missed while the screen was frozen.
func (m *Model) noteMissed(t *tab) {
	now := time.Now()
	if t.counts.In == t.frozen.In && t.raised == t.frozenRaised {
		m.refresh()
		return // nothing was missed
	}
	missed := format.Count(uint64(t.counts.In-t.frozen.In)) + " messages"
	if t.counts.In-t.frozen.In == 1 {
		missed = "1 message"
	}
	content := fmt.Sprintf("while frozen %s: %s", format.Stopwatch(now.Sub(t.frozenAt)), missed)
	if gaps := t.counts.Missing() - t.frozen.Missing(); gaps > 0 {
		content += ", " + format.Plural(int(gaps), "gap")
	}
	if raised := t.raised - t.frozenRaised; raised > 0 {
		content += ", " + format.Plural(raised, "alert")
	}
	if r := t.row(); r != nil {
		if v, _ := r.main(); v != nil && v.series != nil {
			if c, ok := v.series.Summary(t.frozenAt.UnixNano(), now.UnixNano()); ok {
				content += fmt.Sprintf(", %s %s to %s", r.Name, format.Number(c.Min, v.decimals), format.Number(c.Max, v.decimals))
			}
		}
	}
	t.history.Note(now, event.Notice, content)
	t.log.Refresh()
	m.refresh()
}

// topmost returns what ends the topmost of what lies over the plain screen: the full screen, the watchlist, the inspector,
// the crosshair, a log that is not live, a search, filters. It returns nil if there is nothing of that.
func (m *Model) topmost() (end func()) {
	t := m.tab()
	switch {
	case m.shape.zoomed:
		return func() {
			m.shape.zoomed = false
			m.arrange()
		}
	case m.shape.listed:
		return m.toggleList
	case t.inspecting:
		return m.closeInspector
	case m.shape.focus == paneChart && !t.view.cross.IsZero():
		return func() {
			t.view.cross = time.Time{}
			m.refresh()
		}
	case !t.log.Live():
		return t.log.Resume
	case t.filter != "":
		return func() {
			t.filter = ""
			m.refresh()
		}
	case t.log.Search() != "":
		return func() { _ = t.log.SetSearch("") }
	case len(t.log.Filters()) > 0:
		return func() {
			t.log.ClearFilters()
			m.notices.show("the log shows everything again")
		}
	}
	return nil
}

// back ends the topmost of what lies over the plain screen, and reports whether there was something.
func (m *Model) back() bool {
	end := m.topmost()
	if end == nil {
		return false
	}
	end()
	return true
}

// nextPane gives the keys to the next pane, or the one before.
func (m *Model) nextPane(step int) {
	m.shape.focus = m.layout.next(m.shape.focus, step)
	m.arrange()
}

// toggleList shows or hides the watchlist: over the body where it has no place of its own.
func (m *Model) toggleList() {
	if m.layout.listBeside {
		m.shape.focus = paneList
		m.arrange()
		return
	}
	m.shape.listed = !m.shape.listed
	m.shape.focus = paneLog
	if m.shape.listed {
		m.shape.focus = paneList
	}
	m.arrange()
}

// widen changes the window of the chart.
func (p chartPane) widen(step int) {
	next := 0 // the first one that is not shorter: :window may have set one in between
	for next < len(windows)-1 && windows[next] < p.m.window {
		next++
	}
	if windows[next] == p.m.window || step < 0 {
		next += step
	}
	p.m.window = windows[min(max(next, 0), len(windows)-1)]
	p.m.refresh()
}

// openPicker offers what is known and not subscribed.
func (p listPane) openPicker() {
	t := p.t
	if preset := t.feed.Preset(); !preset.OpenEnded {
		p.m.notices.showError(fmt.Errorf("preset %s has no params.symbols: there is nothing to choose from", preset.Name))
		return
	}
	title := "SUBSCRIBE on " + p.m.options.Theme.Glyphs.Text(t.name, 30)
	p.m.dialogs.show(dialog.NewPicker(p.m.options.Theme, p.m.dialogs.keys, title, t.unwanted(), func(symbols []string) tea.Cmd {
		return p.m.await(t.feed.Subscribe(symbols...), p.m.notices.showError)
	}))
}

// errNoRow is why nothing can be done to the selected row.
var errNoRow = errors.New("nothing is selected")

func (p listPane) unsubscribe(r *row) tea.Cmd {
	if r == nil {
		p.m.notices.showError(errNoRow)
		return nil
	}
	name := r.name()
	return p.m.await(p.t.feed.Unsubscribe(name), func(err error) {
		if err != nil {
			p.m.notices.showError(err)
			return
		}
		p.m.notices.show(name + " is given up: :sub " + name + " brings it back")
	})
}

func (p listPane) askUnsubscribeAll() {
	t := p.t
	symbols := t.wanted()
	if len(symbols) == 0 {
		p.m.notices.showError(fmt.Errorf("nothing is subscribed"))
		return
	}
	p.m.dialogs.ask(fmt.Sprintf("Unsubscribe all %d on %s (%s)?", len(symbols), t.name, format.JoinFirst(symbols)), p.m.keys.of("unsubscribe-all"), func() tea.Cmd {
		return p.m.await(t.feed.Unsubscribe(symbols...), p.m.notices.showError)
	})
}

// toggle subscribes what is off and unsubscribes what is on.
func (p listPane) toggle(r *row) tea.Cmd {
	if r == nil {
		p.m.notices.showError(errNoRow)
		return nil
	}
	switch {
	case !r.State.Wanted(), r.State == event.Rejected, r.State == event.Ended:
		return p.m.await(p.t.feed.Subscribe(r.name()), p.m.notices.showError)
	}
	return p.unsubscribe(r)
}

func (p listPane) tryAgain(r *row) tea.Cmd {
	if r == nil || !r.retriable() {
		p.m.notices.showError(fmt.Errorf("only a subscription that was rejected, ended or not answered can be tried again"))
		return nil
	}
	return p.m.await(p.t.feed.Subscribe(r.name()), p.m.notices.showError)
}
