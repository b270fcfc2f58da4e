package model

import (
	"sockeye/feed"
	"sockeye/model/tab"
)

// Share is how one of several screens has feeds that all of them have. Nothing in it waits.
type Share interface {
	// Requests returns how the operator asks something of a feed, until it is closed there.
	Requests(f *feed.Feed) tab.Requests
	// Refuses returns why the operator may not do something, which has the name of a key's action or of a command; nil: he may.
	Refuses(name string, sends, connects bool) error
}

// ask returns how the operator asks something of a feed.
func (m *Model) ask(f *feed.Feed) tab.Requests {
	if m.options.Share != nil {
		return m.options.Share.Requests(f)
	}
	return tab.Own{Feed: f}
}

// Close gives up all feeds, once the program has ended.
func (m *Model) Close() {
	for _, t := range m.tabs.All {
		t.Tab.Close()
	}
}
