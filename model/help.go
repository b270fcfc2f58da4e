package model

import (
	"errors"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/draw"
)

// help is the page of keys and commands, for the pane that has the keys and for all.
type help struct {
	text viewport.Model
	pane pane
}

func (m *Model) openHelp() {
	if m.plan() == (layout{}) {
		m.complain(errors.New("too small for help"))
		return
	}
	m.layer = &help{text: viewport.New(), pane: m.focus}
}

func (h *help) press(m *Model, msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	if ok && (key.Matches(press, m.keys.Peel) || key.Matches(press, m.keys.Quit) || key.Matches(press, m.keys.Help)) {
		return nil, false
	}
	var cmd tea.Cmd
	h.text, cmd = h.text.Update(msg)
	return cmd, true
}

// view is the page as a box over the body of the screen.
func (h *help) view(m *Model, width, height int) string {
	w, rows := draw.Inner(width, height)
	h.text.SetWidth(w)
	h.text.SetHeight(rows)
	h.text.SetContentLines(h.lines(m))
	return draw.Box("HELP", strings.Split(h.text.View(), "\n"), width, height, true, m.options.Theme)
}

// lines are the keys of the pane, those that work everywhere, and the commands.
func (h *help) lines(m *Model) []string {
	th, t, k := m.options.Theme, m.tab(), &m.keys
	var lines []string
	row := func(left, right string) {
		lines = append(lines, "  "+th.Key.Render(left)+strings.Repeat(" ", max(22-ansi.StringWidth(left), 1))+right)
	}
	section := func(title string, keys ...key.Binding) {
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, " "+th.Title.Render(title))
		for _, b := range keys {
			keys := strings.Join(b.Keys(), " ")
			if len(b.Keys()) > 3 {
				keys = b.Help().Key
			}
			row(keys, b.Help().Desc)
		}
	}
	switch h.pane {
	case paneLog:
		l := t.log.Keys
		section("LOG", l.Up, l.Down, l.HalfUp, l.HalfDown, l.PageUp, l.PageDown, l.Top, l.Bottom, l.Left, l.Right, l.Freeze, l.FreezePage, k.Inspect, l.Search, l.NextHit, l.PrevHit, l.Filter,
			l.Context, l.Mark, l.NextMark, l.NextEvent, l.PrevEvent, l.Time, l.Wrap, k.Copy)
	case paneInspect:
		l := t.inspector.Keys
		section("INSPECTOR", l.Up, l.Down, l.Toggle, l.Fold, l.Unfold, l.Difference, l.Mode, k.StepNext, k.StepPrev, k.Plot, k.Copy, k.CopyPath, k.Filter)
	case paneList:
		l := t.list.Keys
		section("WATCHLIST", l.Up, l.Down, l.PageUp, l.PageDown, l.Top, l.Bottom, k.Toggle, k.Again, k.Sort, k.Add, described(k.Search, "show only labels that hold a text"))
	case paneChart:
		section("CHART", described(t.list.Keys.Up, "previous series"), described(t.list.Keys.Down, "next series"), k.Left, k.Right,
			key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "the log at the crosshair")), k.Back, k.Forward, k.Reset, k.Interval, k.Lock, k.Add)
	}
	section("ANYWHERE", k.Subscribe, k.Unsubscribe, k.UnsubscribeAll, k.Reconnect, k.Freeze, k.Kind, k.Wider, k.Narrower, k.NextPane, k.PrevPane,
		k.Feed, k.NextFeed, k.PrevFeed, k.Zoom, k.List, k.Command, k.Help, k.Peel, k.Quit, k.Leave)
	section("COMMANDS")
	for _, c := range commands() {
		row(strings.TrimSpace(":"+c.name+" "+c.args), c.what)
	}
	section("STATES")
	for _, s := range [][2]string{{"● live", "subscribed, data is fresh"}, {"◑ stale", "subscribed, but no data for longer than the preset's `stale`"},
		{"◌ pending", "asked for, not answered yet"}, {"✗ rejected", "the server said no; r tries again"}, {"○ off", "not subscribed"}} {
		row(s[0], s[1])
	}
	return lines
}
