package model

import (
	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/feed/alertrule"
	"sockeye/model/pane"
	"sockeye/model/tab"
)

// Share is how one of several screens has feeds that all of them have. Nothing in it waits.
type Share interface {
	// Requests returns how the operator asks something of a feed, until it is closed there.
	Requests(f *feed.Feed) tab.Requests
	// Refuses returns why the operator may not do something, which has the name of a key's action or of a command; nil: he may.
	Refuses(name string, sends, connects bool) error
	// RefusesAlert returns why the operator may not set an alert; nil: he may.
	RefusesAlert(a *alertrule.Rule) error
}

// checkAlert returns what is wrong with an alert that the operator sets, beside how it is written.
func (o *Options) checkAlert(a alertrule.Rule) error {
	if o.Share != nil {
		if err := o.Share.RefusesAlert(&a); err != nil {
			return err
		}
	}
	return o.UI.CheckAlert(a)
}

// ask returns how the operator asks something of a feed.
func (o *Options) ask(f *feed.Feed) tab.Requests {
	if o.Share != nil {
		return o.Share.Requests(f)
	}
	return tab.Own{Feed: f}
}

// written reports whether the configuration has a preset of a feed, and whether that is another one than it runs with.
func (s *Settings) written(t *pane.Feed) (written, other bool) {
	p := t.Tab.Feed().Preset()
	if s.Written == nil || p.YAML() == "" { // an address has none
		return false, false
	}
	text := s.Written(p.Name)
	return text != "", text != p.YAML()
}

// Replace is a message that has a screen show another feed in the place of one, as where its preset has changed.
type Replace struct{ Old, New *feed.Feed }

// replace shows another feed in the place of one.
func (m *Model) replace(msg Replace) tea.Cmd {
	var cmds []tea.Cmd
	for i, t := range m.tabs.All {
		if t.Tab.Feed() != msg.Old {
			continue
		}
		n := m.newView(msg.New, m.options.ask(msg.New))
		n.Tab.Name = t.Tab.Name
		m.tabs.All[i] = n
		t.Tab.Close()
		cmds = append(cmds, nextBatch(m.ctx, n))
	}
	if cmds != nil {
		m.tabs.Divide(m.options.UI.History)
		if open := m.dialogs.Open; open != nil { // it may be about what is gone
			m.dialogs.Close(open)
		}
		m.arrange()
	}
	return tea.Batch(cmds...)
}

// Close gives up all feeds, once the program has ended.
func (m *Model) Close() {
	for _, t := range m.tabs.All {
		t.Tab.Close()
	}
}
