package model

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/model/dialog"
	"sockeye/widgets/text"
)

// windows are the lengths of time that a chart can show.
var windows = []time.Duration{15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour}

const defaultWindow = 1

// pressPane answers to a key when no dialog is open: first what works everywhere, then the pane that has the keys.
func (m *Model) pressPane(press tea.KeyPressMsg) tea.Cmd {
	t, k := m.tab(), m.keys
	if m.options.ReadOnly && key.Matches(press, k.Subscribe, k.Unsubscribe, k.UnsubscribeAll) ||
		m.options.ReadOnly && m.focus == paneList && key.Matches(press, k.Toggle, k.Again) {
		m.complain(errReadOnly)
		return nil
	}
	switch {
	case key.Matches(press, k.Help):
		m.openHelp()
	case key.Matches(press, k.Command):
		m.openCommand("")
	case key.Matches(press, k.NextPane):
		m.nextPane(1)
	case key.Matches(press, k.PrevPane):
		m.nextPane(-1)
	case key.Matches(press, k.NextFeed):
		m.look((m.active + 1) % len(m.tabs))
	case key.Matches(press, k.PrevFeed):
		m.look((m.active + len(m.tabs) - 1) % len(m.tabs))
	case key.Matches(press, k.Feed):
		if i := int(press.String()[0] - '1'); i < len(m.tabs) {
			m.look(i)
		} else {
			m.complain(fmt.Errorf("there is no feed %d", i+1))
		}
	case key.Matches(press, k.Zoom):
		m.zoomed = !m.zoomed
		m.arrange()
	case key.Matches(press, k.List):
		m.toggleList()
	case key.Matches(press, k.Reconnect):
		t.feed.Reconnect()
	case key.Matches(press, k.Alerts):
		m.openAlerts()
	case key.Matches(press, k.Acknowledge):
		m.acknowledge()
	case key.Matches(press, k.Clear):
		m.askClear()
	case key.Matches(press, k.Mouse):
		m.toggleMouse()
	case key.Matches(press, k.Keep):
		return m.leaveScreen()
	case key.Matches(press, k.Kind):
		m.nextKind()
	case key.Matches(press, k.Wider):
		m.widen(1)
	case key.Matches(press, k.Narrower):
		m.widen(-1)
	case key.Matches(press, k.Subscribe):
		m.openPicker()
	case key.Matches(press, k.Unsubscribe):
		return m.unsubscribe(t.row())
	case key.Matches(press, k.UnsubscribeAll):
		m.askUnsubscribeAll()
	case key.Matches(press, k.Peel), key.Matches(press, k.Quit):
		m.peel(press)
	case m.focus != paneLog && key.Matches(press, t.log.Keys.NextHit, t.log.Keys.PrevHit):
		return m.nextHit(press)
	case m.focus != paneLog && m.offersLive() && press.String() == t.log.Keys.Bottom.Help().Key:
		t.log.Live()
	case m.focus == paneList && key.Matches(press, k.Toggle):
		return m.toggle(t.row())
	case m.focus == paneList && key.Matches(press, k.Again):
		return m.tryAgain(t.row())
	case m.focus != paneLog && m.focus != paneInspect && key.Matches(press, k.Freeze):
		m.logKey(press)
	case m.focus == paneInspect && !key.Matches(press, k.Search) && m.bound(press):
		return m.inspectKey(press)
	case m.focus == paneLog && key.Matches(press, k.Inspect):
		m.openInspector()
	case m.focus == paneList && key.Matches(press, k.Inspect) && t.row() == nil:
		m.complain(errNoRow)
	case m.focus == paneList && key.Matches(press, k.Inspect):
		m.inspectLast()
	case m.focus != paneList && key.Matches(press, k.Search):
		m.openSearch()
	case m.focus != paneList && key.Matches(press, k.Filter):
		m.openFilter()
	case !m.bound(press) && press.Code == tea.KeyF3: // or an answer of the terminal, which reads the same
	case !m.bound(press):
		m.complain(fmt.Errorf("%s does nothing here: %s shows what does", press, k.Help.Help().Key))
	case m.focus == paneLog && key.Matches(press, k.Copy):
		return m.copyRow()
	case m.focus == paneLog:
		m.logKey(press)
		return m.work(t)
	case (m.focus == paneList || m.focus == paneChart) && key.Matches(press, k.Add):
		m.addSeries()
	case m.focus == paneChart && key.Matches(press, k.Seek) && t.view.cross:
		m.seek(t.view.crossAt)
	case m.focus == paneChart && m.chartKey(press):
	case m.focus == paneList && key.Matches(press, k.Sort):
		m.nextSorting()
	case m.focus == paneList && key.Matches(press, k.Search):
		m.openListFilter()
	case m.focus == paneChart && key.Matches(press, t.list.Keys.Up):
		m.moveSeries(-1)
	case m.focus == paneChart && key.Matches(press, t.list.Keys.Down):
		m.moveSeries(1)
	default: // the chart has no cursor of its own: what moves that of the watchlist chooses its row
		m.listKey(press)
	}
	return nil
}

// nextHit goes to a hit of the log's search from another pane.
func (m *Model) nextHit(press tea.KeyPressMsg) tea.Cmd {
	t := m.tab()
	if t.log.Search() == "" {
		m.complain(fmt.Errorf("there is no search: %s in the log begins one", m.keys.Search.Help().Key))
		return nil
	}
	m.logKey(press)
	return m.work(t)
}

// offersLive reports whether the title of a frozen log is on the screen, with the key that resumes it.
func (m *Model) offersLive() bool {
	t := m.tab()
	return t.log.Frozen() && t.log.Keys.Bottom.Enabled() && !m.listed && !m.zoomed && !(t.inspecting && m.plan().listWidth == 0)
}

// logKey hands a key to the log. Freezing it freezes everything that moves.
func (m *Model) logKey(press tea.KeyPressMsg) {
	t := m.tab()
	t.log.SetNow(time.Now())
	t.log, _ = t.log.Update(press)
	m.inspectCursor()
}

// inspectCursor has the inspector, if it is open, show what the log's cursor is on.
func (m *Model) inspectCursor() {
	t := m.tab()
	if n, ok := t.log.Selected(); ok && t.inspecting {
		m.inspectRow(n)
	}
}

// copyRow copies the row under the cursor, as it came.
func (m *Model) copyRow() tea.Cmd {
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
	missed := text.Count(uint64(t.counts.In-t.frozen.In)) + " messages"
	if t.counts.In-t.frozen.In == 1 {
		missed = "1 message"
	}
	content := fmt.Sprintf("while frozen %s: %s", text.Stopwatch(now.Sub(t.frozenAt)), missed)
	if gaps := t.counts.Missing() - t.frozen.Missing(); gaps > 0 {
		content += ", " + some1(int(gaps), "gap")
	}
	if raised := t.raised - t.frozenRaised; raised > 0 {
		content += ", " + some1(raised, "alert")
	}
	if r := t.row(); r != nil {
		if v, _ := r.main(); v != nil && v.series != nil {
			if c, ok := v.series.Summary(t.frozenAt.UnixNano(), now.UnixNano()); ok {
				content += fmt.Sprintf(", %s %s to %s", r.Name, text.Number(c.Min, v.decimals), text.Number(c.Max, v.decimals))
			}
		}
	}
	t.history.Note(now, event.Notice, content)
	t.log.Refresh()
	m.refresh()
}

// peel takes one layer off what is shown; at the base, q asks whether to leave.
func (m *Model) peel(press tea.KeyPressMsg) {
	t := m.tab()
	switch {
	case m.zoomed:
		m.zoomed = false
		m.arrange()
	case m.listed:
		m.toggleList()
	case t.inspecting:
		m.closeInspector()
	case m.focus == paneChart && t.view.cross:
		t.view.cross = false
		m.refresh()
	case t.log.Frozen():
		t.log.Live()
	case t.filter != "":
		t.filter = ""
		m.refresh()
	case t.log.Search() != "":
		_ = t.log.SetSearch("")
	case len(t.log.Filters()) > 0:
		t.log.ClearFilters()
		m.said = "the log shows everything again"
	case key.Matches(press, m.keys.Quit):
		m.ask("Leave Sockeye?", m.keys.Quit, func() tea.Cmd { return tea.Quit })
	}
}

// canPeel reports whether peel takes something off what is shown.
func (m *Model) canPeel() bool {
	t := m.tab()
	return m.zoomed || m.listed || t.inspecting || m.focus == paneChart && t.view.cross || t.log.Frozen() || t.filter != "" ||
		t.log.Search() != "" || len(t.log.Filters()) > 0
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
	m.ask(fmt.Sprintf("Unsubscribe all %d on %s (%s)?", len(symbols), t.name, some(symbols)), m.keys.UnsubscribeAll, func() tea.Cmd {
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
