package model

import (
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
)

// A search or a filter looks at a slice of the log at a time, so that keys and data never wait for it.
const (
	sliceRows  = 5_000
	slicePause = time.Millisecond
)

// workMsg is when the log may look at the next slice.
type workMsg struct{ tab *tab }

// work lets the log look at a slice, and arranges for the next one.
func (m *Model) work(t *tab) tea.Cmd {
	if t.working {
		return nil
	}
	if !t.log.Work(sliceRows) {
		return nil
	}
	t.working = true
	return tea.Tick(slicePause, func(time.Time) tea.Msg { return workMsg{t} })
}

// openSearch asks what to look for in the log.
func (m *Model) openSearch() {
	t := m.tab()
	m.prompt("/", "", func(line string) tea.Cmd {
		if err := t.log.SetSearch(line); err != nil {
			m.complain(err)
			return nil
		}
		if line != "" {
			t.log.PrevHit() // the newest one first: it is where the operator looks
			m.showLog()
		}
		return m.work(t)
	})
}

// askClear asks whether the log is to be emptied.
func (m *Model) askClear() {
	t := m.tab()
	rows := t.history.End() - t.history.First()
	if rows == 0 {
		m.complain(errors.New("the log is empty"))
		return
	}
	m.ask(fmt.Sprintf("Clear the log of %s, %s rows?", t.name, format.Count(rows)), m.keys.of("clear"), func() tea.Cmd {
		t.history.Clear()
		t.log.Refresh() // before the log looks at rows that are gone
		t.log.Live()
		t.inspecting = false
		m.arrange()
		return nil
	})
}

// openFilter asks what the log shows; a text that begins with ! is what it hides.
func (m *Model) openFilter() {
	m.prompt("&", "", func(line string) tea.Cmd {
		if line == "" {
			return m.clearFilters()
		}
		text, exclude := strings.CutPrefix(line, "!")
		return m.filter(text, exclude)
	})
}

// filter adds a filter to the log.
func (m *Model) filter(text string, exclude bool) tea.Cmd {
	t := m.tab()
	if err := t.log.AddFilter(text, exclude); err != nil {
		m.complain(err)
		return nil
	}
	return m.work(t)
}

func (m *Model) commandFilter(args []string) (tea.Cmd, error) {
	if len(args) == 0 {
		return nil, errors.New("what is to be shown? a regular expression, for example :filter BTC|ETH")
	}
	return m.filter(strings.Join(args, " "), false), nil
}

func (m *Model) commandExclude(args []string) (tea.Cmd, error) {
	if len(args) == 0 {
		return nil, errors.New("what is to be hidden? a regular expression, for example :exclude heartbeat")
	}
	return m.filter(strings.Join(args, " "), true), nil
}

func (m *Model) commandNoFilter([]string) (tea.Cmd, error) {
	return m.clearFilters(), nil
}

// clearFilters shows all rows again, among which there may be more to find.
func (m *Model) clearFilters() tea.Cmd {
	t := m.tab()
	t.log.ClearFilters()
	return m.work(t)
}
