package model

import (
	"errors"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/model/dialog"
	"sockeye/widgets/footer"
	"sockeye/widgets/overview"
)

// manyFeeds is with how many feeds the overview of them is what is seen first.
const manyFeeds = 5

// overviewWidth and overviewHeight are what the overview needs at least: where panes have no space, it has the whole screen.
const overviewWidth, overviewHeight = 16, 5

// overviewEvery is how often the figures of the overview are drawn anew, at most; what becomes of a feed is shown at once.
const overviewEvery = time.Second

// feedsDialog is the overview of all feeds. It implements dialog.Dialog.
type feedsDialog struct {
	m     *Model
	table overview.Model
	size  dialog.SizeMsg
	shown []overview.Row
	drawn time.Time
}

// openOverview opens the overview of all feeds, with the cursor on the one that is shown.
func (m *Model) openOverview() {
	if s := m.shape; s.Width > 0 && (s.Width < overviewWidth || s.Height < overviewHeight) { // before the first size, nothing is known
		m.notices.ShowError(errors.New("too small for the overview of the feeds: enlarge the window"))
		return
	}
	d := &feedsDialog{m: m, table: overview.New(m.options.Theme)}
	d.refresh()
	d.table.Select(slices.IndexFunc(d.shown, func(r overview.Row) bool { return r.Shown }))
	m.dialogs.Show(d)
}

// Update implements dialog.Dialog.
func (d *feedsDialog) Update(msg tea.Msg) (cmd tea.Cmd, open bool) {
	switch msg := msg.(type) {
	case dialog.SizeMsg:
		d.size = msg
		d.table.SetTheme(msg.Theme)
		height := msg.Height
		if s := d.m.shape; d.m.layout.Tiny() && s.Width >= overviewWidth && s.Height >= overviewHeight {
			height = s.Height - 1
		}
		d.table.SetSize(msg.Width, height)
	case dialog.RefreshMsg:
		d.refresh()
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			d.table.Select(d.table.At() - 1)
		case tea.MouseWheelDown:
			d.table.Select(d.table.At() + 1)
		}
	case tea.KeyPressMsg:
		return d.press(msg)
	}
	return nil, true
}

// press answers to a key. What is about all feeds works as in the panes.
func (d *feedsDialog) press(press tea.KeyPressMsg) (cmd tea.Cmd, open bool) {
	k, keys := d.m.keys, &d.m.dialogs.Keys
	if by, moves := keys.Step(press, d.table.Page()); moves {
		d.table.Select(d.table.At() + by)
		return nil, true
	}
	switch {
	case key.Matches(press, keys.Back, keys.Quit), k.Is("overview", press):
		return nil, false
	case k.Is("inspect", press):
		if i := d.m.tabs.Named(d.table.Selected()); i >= 0 {
			d.m.show(i)
		}
		return nil, false
	case k.Is("acknowledge", press):
		d.m.alerts().Acknowledge()
		return nil, true
	}
	for _, name := range []string{"feed", "alerts", "command", "help"} {
		if k.Is(name, press) {
			return d.m.act(k.Find(d.m.shape.Focus, press), press), false
		}
	}
	return nil, true
}

// View implements dialog.Dialog.
func (d *feedsDialog) View() string { return d.table.View() }

// Footer implements dialog.Dialog.
func (d *feedsDialog) Footer() string {
	k := d.m.keys
	return footer.View(d.size.Theme, []key.Binding{
		footer.Describe(k.Of("inspect"), "go to the feed"), footer.Describe(k.Of("back"), "back"), footer.Describe(k.Of("alerts"), "alerts"),
		footer.Describe(k.Of("acknowledge"), "acknowledge"), footer.Describe(k.Of("command"), "command"), footer.Describe(k.Of("help"), "help"),
	}, d.size.Width)
}

// refresh reads how the feeds are.
func (d *feedsDialog) refresh() {
	now := d.m.now
	rows := d.m.tabs.Overview(now, d.m.options.Location)
	if age := now.Sub(d.drawn); !urgent(rows, d.shown) && age >= 0 && age < overviewEvery {
		return
	}
	d.shown, d.drawn = rows, now
	d.table.SetRows(rows)
}

// urgent reports whether rows differ by more than figures.
func urgent(rows, shown []overview.Row) bool {
	return !slices.EqualFunc(rows, shown, func(a, b overview.Row) bool {
		return a.Name == b.Name && a.Tone == b.Tone && a.Since == b.Since && a.Alerts == b.Alerts && a.Shown == b.Shown
	})
}
