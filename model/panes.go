package model

import (
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/model/dialog"
)

// windows are the lengths of time that a chart can show.
var windows = []time.Duration{15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour}

const defaultWindow = 1

// offersLive reports whether the title of a frozen log is on the screen, with the key that resumes it.
func (m *Model) offersLive() bool {
	t := m.tab()
	return t.log.Frozen() && t.log.Keys.Bottom.Enabled() && !m.listed && !m.zoomed && !(t.inspecting && m.plan().listWidth == 0)
}

// inspectCursor has the inspector, if it is open, show what the log's cursor is on.
func (m *Model) inspectCursor() {
	t := m.tab()
	if n, ok := t.log.Selected(); ok && t.inspecting {
		m.inspectRow(n)
	}
}

// copyEntry copies the entry under the cursor, as it came.
func (m *Model) copyEntry() tea.Cmd {
	t := m.tab()
	n, ok := t.log.Selected()
	if !ok {
		return nil
	}
	chunk, message := t.history.Row(n)
	return m.copy(string(t.redacted(chunk.Payload(message))))
}

// thaw says what was missed while the screen was frozen.
func (m *Model) thaw(t *tab) {
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
		content += ", " + some1(int(gaps), "gap")
	}
	if raised := t.raised - t.frozenRaised; raised > 0 {
		content += ", " + some1(raised, "alert")
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
// the crosshair, a freeze, a search, filters. It returns nil if there is nothing of that.
func (m *Model) topmost() (end func()) {
	t := m.tab()
	switch {
	case m.zoomed:
		return func() {
			m.zoomed = false
			m.arrange()
		}
	case m.listed:
		return m.toggleList
	case t.inspecting:
		return m.closeInspector
	case m.focus == paneChart && t.view.cross:
		return func() {
			t.view.cross = false
			m.refresh()
		}
	case t.log.Frozen():
		return t.log.Live
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
			m.said = "the log shows everything again"
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

// visible returns the panes that can have the keys, in their order.
func (m *Model) visible() []pane {
	l := m.plan()
	switch {
	case m.listed:
		return []pane{paneList}
	case m.tab().inspecting && l.listWidth == 0:
		return []pane{paneInspect}
	case m.tab().inspecting && l.chartWidth > 0:
		return []pane{paneLog, paneInspect, paneList, paneChart}
	case m.tab().inspecting:
		return []pane{paneLog, paneInspect, paneList}
	case l.listWidth > 0 && l.chartWidth > 0:
		return []pane{paneLog, paneList, paneChart}
	case l.listWidth > 0:
		return []pane{paneLog, paneList}
	case l.chartWidth > 0:
		return []pane{paneLog, paneChart}
	}
	return []pane{paneLog}
}

func (m *Model) nextPane(step int) {
	panes := m.visible()
	at := 0
	for i, p := range panes {
		if p == m.focus {
			at = i
		}
	}
	m.focus = panes[(at+step+len(panes))%len(panes)]
	m.arrange()
}

// toggleList shows or hides the watchlist: over the body where it has no place of its own.
func (m *Model) toggleList() {
	if m.plan().listWidth > 0 {
		m.focus = paneList
		m.arrange()
		return
	}
	m.listed = !m.listed
	m.focus = paneLog
	if m.listed {
		m.focus = paneList
	}
	m.arrange()
}

// widen changes the window of the chart.
func (m *Model) widen(step int) {
	next := 0 // the first one that is not shorter: :window may have set one in between
	for next < len(windows)-1 && windows[next] < m.window {
		next++
	}
	if windows[next] == m.window || step < 0 {
		next += step
	}
	m.window = windows[min(max(next, 0), len(windows)-1)]
	m.refresh()
}

// openPicker offers what is known and not subscribed.
func (m *Model) openPicker() {
	t := m.tab()
	if p := t.feed.Preset(); !p.OpenEnded {
		m.complain(fmt.Errorf("preset %s has no params.symbols: there is nothing to choose from", p.Name))
		return
	}
	title := "SUBSCRIBE on " + m.options.Theme.Glyphs.Text(t.name, 30)
	m.open(dialog.NewPicker(m.options.Theme, m.keys.forDialogs(), title, t.unwanted(), func(symbols []string) tea.Cmd {
		return m.await(t.feed.Subscribe(symbols...), m.complaint)
	}))
}

// errNoRow is why nothing can be done to the selected row.
var errNoRow = errors.New("nothing is selected")

func (m *Model) unsubscribe(r *row) tea.Cmd {
	if r == nil {
		m.complain(errNoRow)
		return nil
	}
	name := r.name()
	return m.await(m.tab().feed.Unsubscribe(name), func(err error) {
		if err != nil {
			m.complain(err)
			return
		}
		m.said = name + " is given up: :sub " + name + " brings it back"
	})
}

func (m *Model) askUnsubscribeAll() {
	t := m.tab()
	symbols := t.wanted()
	if len(symbols) == 0 {
		m.complain(fmt.Errorf("nothing is subscribed"))
		return
	}
	m.ask(fmt.Sprintf("Unsubscribe all %d on %s (%s)?", len(symbols), t.name, some(symbols)), m.keys.of("unsubscribe-all"), func() tea.Cmd {
		return m.await(t.feed.Unsubscribe(symbols...), m.complaint)
	})
}

// toggle subscribes what is off and unsubscribes what is on.
func (m *Model) toggle(r *row) tea.Cmd {
	if r == nil {
		m.complain(errNoRow)
		return nil
	}
	switch {
	case !r.State.Wanted(), r.State == event.Rejected, r.State == event.Ended:
		return m.await(m.tab().feed.Subscribe(r.name()), m.complaint)
	}
	return m.unsubscribe(r)
}

func (m *Model) tryAgain(r *row) tea.Cmd {
	if r == nil || !r.retriable() {
		m.complain(fmt.Errorf("only a subscription that was rejected, ended or not answered can be tried again"))
		return nil
	}
	return m.await(m.tab().feed.Subscribe(r.name()), m.complaint)
}

// some names a few of many.
func some(names []string) string {
	const most = 3
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", ..."
	}
	return strings.Join(names, ", ")
}
