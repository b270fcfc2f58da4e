package pane

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

// WorkMsg is when the log may read the next slice.
type WorkMsg struct{ tab *Feed }

// Work has the log read a slice, and arranges for the next one. What an operator went to is inspected once it is found.
func Work(t *Feed) tea.Cmd {
	if t.working {
		return nil
	}
	searching := t.Log.Searching()
	more := t.Log.Work(sliceEntries)
	if searching && !t.Log.Searching() {
		Log{Of: t}.InspectCursor()
	}
	if !more {
		return nil
	}
	t.working = true
	return tea.Tick(slicePause, func(time.Time) tea.Msg { return WorkMsg{t} })
}

// Do has the log read the slice.
func (m WorkMsg) Do() tea.Cmd {
	m.tab.working = false
	return Work(m.tab)
}

// Log is the log of a feed, for the operator.
type Log struct {
	On Screen
	Of *Feed
}

// ToggleFreeze has all panes show the moment that it is now, or the present again.
func (p Log) ToggleFreeze() tea.Cmd {
	t := p.Of
	if t.Tab.Resume(p.On.Now) {
		return p.Resume()
	}
	t.Tab.Freeze(p.On.Now)
	t.show(p.On.Now)
	t.Log.Pin()
	t.resumes = false // with what is inspected
	p.On.Refresh()
	return nil
}

// Resume shows the present, from the end of the log on.
func (p Log) Resume() tea.Cmd {
	t := p.Of
	t.Tab.Resume(p.On.Now)
	t.show(p.On.Now)
	t.Log.Resume()
	p.InspectCursor()
	p.On.Refresh()
	return Work(t)
}

// Do does what an operator does with the log.
func (p Log) Do(a logview.Action) tea.Cmd {
	p.Of.Log.Do(a)
	p.InspectCursor()
	return Work(p.Of)
}

// OpenSearch asks what to search for in the log.
func (p Log) OpenSearch() {
	t := p.Of
	p.On.Dialogs.Prompt("/", "", func(line string) tea.Cmd {
		if err := t.Log.SetSearch(line); err != nil {
			p.On.Notices.ShowError(err)
			return nil
		}
		if line != "" {
			t.Log.Do(logview.PrevHit) // the newest one first: that part of the log is on the screen
			p.Show()
		}
		return Work(t)
	})
}

// AskClear asks whether the log is to be emptied.
func (p Log) AskClear() {
	t := p.Of
	first, end := t.Tab.History().Range()
	entries := end - first
	if entries == 0 {
		p.On.Notices.ShowError(errors.New("the log is empty"))
		return
	}
	p.On.Dialogs.Ask(fmt.Sprintf("Clear the log of %s, %s entries?", t.Tab.Name, format.Count(entries)), p.On.Keys.Of("clear"), func() tea.Cmd {
		t.Tab.History().Clear()
		t.Log.Refresh() // before the log reads entries that are gone
		t.Inspecting = false
		cmd := p.Resume()
		p.On.Arrange()
		return cmd
	})
}

// OpenFilter asks what the log shows; a text that begins with ! is what it hides.
func (p Log) OpenFilter() {
	p.On.Dialogs.Prompt("&", "", func(line string) tea.Cmd {
		if line == "" {
			return p.ClearFilters()
		}
		text, exclude := strings.CutPrefix(line, "!")
		return p.Filter(text, exclude)
	})
}

// Filter adds a filter to the log.
func (p Log) Filter(text string, exclude bool) tea.Cmd {
	t := p.Of
	if err := t.Log.AddFilter(text, exclude); err != nil {
		p.On.Notices.ShowError(err)
		return nil
	}
	return Work(t)
}

// ClearFilters shows all entries again, among which there may be more to find.
func (p Log) ClearFilters() tea.Cmd {
	t := p.Of
	t.Log.ClearFilters()
	return Work(t)
}

// OffersLive reports whether the title of a log that is not live is on the screen, with the key that resumes it.
func (p Log) OffersLive() bool {
	t := p.Of
	return !t.Log.Live() && p.On.Keys.Of("bottom").Enabled() && slices.Contains(p.On.Layout.Shown, layout.Log)
}

// InspectCursor has the inspector, if it is open, show what the log's cursor is on.
func (p Log) InspectCursor() {
	t := p.Of
	if n, ok := t.Log.Selected(); ok && t.Inspecting {
		Inspector(p).InspectRow(n)
	}
}

// CopyEntry copies the entry under the cursor, as it came.
func (p Log) CopyEntry() tea.Cmd {
	t := p.Of
	n, ok := t.Log.Selected()
	if !ok {
		return nil
	}
	e, _ := t.Tab.History().Entry(n)
	return p.On.Copy(string(t.Tab.Redacted(e.Payload)))
}

// Seek shows the log at a moment.
func (p Log) Seek(at time.Time) {
	t := p.Of
	t.Log.Goto(t.Tab.History().Find(at))
	p.Show()
}

// Show gives the log the keys, and its place to it where something else has that.
func (p Log) Show() {
	if !p.On.Layout.ListBeside {
		p.Of.Inspecting = false
	}
	p.InspectCursor()
	p.On.Focus(layout.Log)
}
