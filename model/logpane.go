package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
	"sockeye/model/layout"
	"sockeye/widgets/logview"
)

// A search or a filter reads a slice of the log at a time, so that keys and data never wait for it.
const (
	sliceEntries = 5_000
	slicePause   = time.Millisecond
)

// workMsg is when the log may read the next slice.
type workMsg struct{ tab *feedView }

// work has the log read a slice, and arranges for the next one.
func work(t *feedView) tea.Cmd {
	if t.working {
		return nil
	}
	if !t.log.Work(sliceEntries) {
		return nil
	}
	t.working = true
	return tea.Tick(slicePause, func(time.Time) tea.Msg { return workMsg{t} })
}

// logPane is the log of a feed, for the operator.
type logPane struct {
	on host
	t  *feedView
}

// log returns the log of the feed that is shown.
func (m *Model) log() logPane { return logPane{m.host(), m.tab()} }

// openSearch asks what to search for in the log.
func (p logPane) openSearch() {
	t := p.t
	p.on.dialogs.Prompt("/", "", func(line string) tea.Cmd {
		if err := t.log.SetSearch(line); err != nil {
			p.on.notices.ShowError(err)
			return nil
		}
		if line != "" {
			t.log.Do(logview.PrevHit) // the newest one first: that part of the log is on the screen
			p.showLog()
		}
		return work(t)
	})
}

// askClear asks whether the log is to be emptied.
func (p logPane) askClear() {
	t := p.t
	first, end := t.tab.History().Range()
	entries := end - first
	if entries == 0 {
		p.on.notices.ShowError(errors.New("the log is empty"))
		return
	}
	p.on.dialogs.Ask(fmt.Sprintf("Clear the log of %s, %s entries?", t.tab.Name, format.Count(entries)), p.on.keys.Of("clear"), func() tea.Cmd {
		t.tab.History().Clear()
		t.log.Refresh() // before the log reads entries that are gone
		t.log.Resume()
		t.inspecting = false
		p.on.arrange()
		return nil
	})
}

// openFilter asks what the log shows; a text that begins with ! is what it hides.
func (p logPane) openFilter() {
	p.on.dialogs.Prompt("&", "", func(line string) tea.Cmd {
		if line == "" {
			return p.clearFilters()
		}
		text, exclude := strings.CutPrefix(line, "!")
		return p.filter(text, exclude)
	})
}

// filter adds a filter to the log.
func (p logPane) filter(text string, exclude bool) tea.Cmd {
	t := p.t
	if err := t.log.AddFilter(text, exclude); err != nil {
		p.on.notices.ShowError(err)
		return nil
	}
	return work(t)
}

// clearFilters shows all entries again, among which there may be more to find.
func (p logPane) clearFilters() tea.Cmd {
	t := p.t
	t.log.ClearFilters()
	return work(t)
}

// offersLive reports whether the title of a log that is not live is on the screen, with the key that resumes it.
func (p logPane) offersLive() bool {
	t := p.t
	return !t.log.Live() && t.log.Keys.Bottom.Enabled() && slices.Contains(p.on.layout.Shown, layout.Log)
}

// inspectCursor has the inspector, if it is open, show what the log's cursor is on.
func (p logPane) inspectCursor() {
	t := p.t
	if n, ok := t.log.Selected(); ok && t.inspecting {
		inspectPane(p).inspectRow(n)
	}
}

// copyEntry copies the entry under the cursor, as it came.
func (p logPane) copyEntry() tea.Cmd {
	t := p.t
	n, ok := t.log.Selected()
	if !ok {
		return nil
	}
	e, _ := t.tab.History().Entry(n)
	return p.on.copy(string(t.tab.Redacted(e.Payload)))
}

// seek shows the log at a moment.
func (p logPane) seek(at time.Time) {
	t := p.t
	t.log.Goto(t.tab.History().Find(at))
	p.showLog()
}

// showLog gives the log the keys, and its place to it where something else has that.
func (p logPane) showLog() {
	if !p.on.layout.ListBeside {
		p.t.inspecting = false
	}
	p.inspectCursor()
	p.on.focus(layout.Log)
}
