package command

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/model/tab"
	"sockeye/widgets/axis"
	"sockeye/widgets/chart"
)

// Target is what a command acts on: the screen, and the feed that it shows when the command begins.
type Target struct {
	Screen  Screen
	Jobs    *Jobs
	Tab     Tab
	Feed    *feed.Feed // of Tab
	Ask     tab.Requests
	Log     Log     // likewise
	Columns Columns // of the pane that has the keys
	Chart   Chart
	Alerts  Alerts
	Replay  Replay // nil: the feeds are live

	Recorder Recorder // nil: the feeds are replayed
}

// Screen is what belongs to no feed.
type Screen interface {
	// ShowNotice shows a text in the bottom line.
	ShowNotice(text string)
	// ShowError shows why something cannot be done there. Without an error it changes nothing.
	ShowError(err error)
	// Ask runs yes if the operator says so.
	Ask(question string, yes func() tea.Cmd)
	// Await waits for what becomes of a request to a feed, and calls then with it; nil shows an error if there is one.
	Await(answer <-chan error, then func(err error)) tea.Cmd

	// Presets are the names of what can be opened.
	Presets() []string
	// Open opens a preset or an address. It may wait for a disk. What it returns shows the feed, or closes it.
	Open(name string) (show func() tea.Cmd, discard func(), err error)
	// Reload reads the configuration again. It may wait for a disk. What it returns makes it count, and returns the open feeds of
	// which it has another preset now, and those of which it has none any more.
	Reload() (apply func() (changed, gone []string), err error)

	ShowHelp()
	SetTheme(name string) error
	SetFPS(fps int)    // how often data is shown, in times a second; 0: as often as the link allows
	SetLink(bytes int) // what the link carries a second; 0: it is measured
	Location() *time.Location
	Now() time.Time // on the clock of the feeds
}

// Replay is what plays feeds that were recorded.
type Replay interface {
	Span() (begin, end time.Time) // of the recordings
	Seek(at time.Time)
}

// Tab is a feed as it is shown.
type Tab interface {
	Name() string
	Status() event.Status
	Wanted() []string   // symbols that are subscribed or about to be
	Unwanted() []string // symbols and labels that are known, and not subscribed
	AskUnsubscribeAll()
	// HasNewPreset reports whether the configuration, as it was read last, has another preset of the feed than the one that it runs with.
	HasNewPreset() bool
	// Reopen opens the feed with that preset. It may wait for a disk. What it returns shows it in the place of this one, or closes it.
	Reopen() (show func() tea.Cmd, discard func(), err error)
	// Remove closes the tab, if it is not the only one.
	Remove() (cmd tea.Cmd, ok bool)
}

// Log is the log of a feed.
type Log interface {
	AddFilter(pattern string, exclude bool) (tea.Cmd, error)
	ClearFilters() tea.Cmd
	// Entries are the numbers of those that are kept: from first on, and before end.
	Entries() (first, end uint64)
	// Received is when an entry came.
	Received(entry uint64) time.Time
	// GoTo shows an entry.
	GoTo(entry uint64)
	// Seek shows the entry of a time.
	Seek(at time.Time)
	Mark(text string)
	// Snapshot returns the entries that are kept, and what redacts a payload; of the entries, so many are
	// hidden by filters.
	Snapshot() (chunks []*event.Chunk, redact func(payload []byte) []byte, hidden int)
	// SearchKey is the key that searches.
	SearchKey() string
}

// Columns are those of the log or of the watchlist.
type Columns interface {
	Pane() string        // "the log"
	All() []string       // the names of the values that can have one
	Show(names []string) // those, from left to right; nil: all
}

// Chart is the chart of a feed.
type Chart interface {
	Draw(kind chart.Kind)
	DrawCandles(interval time.Duration) // made from values, of that length
	Hide()
	SetWindow(window time.Duration) // of the charts of all feeds
	SetRange(bounds axis.Scale)     // locks the y range; the zero one has it follow what is visible
	ToggleAverage(n int)            // a line of the average of n candles
	ToggleVWAP() error              // a line of the average price by volume; the error says that the feed has no volume
	ClearOverlays()
	// Field returns the name of the number at a path, if it is read from the messages already.
	Field(path string) (name string, known bool)
	ShowField(name string)
	ShowFirstField()
}

// Alerts are the alerts of a feed.
type Alerts interface {
	Show() // those of all feeds
	Set(text string) error
	// End ends the alerts with these numbers, or all, and returns how many there were.
	End(numbers ...int) (tea.Cmd, error)
	EndAll() (ended int, cmd tea.Cmd)
	// Snooze holds alerts back for a time: those of the number or on the label of this feed, without either those of all feeds.
	Snooze(length time.Duration, number int, label string) error
	EndSnoozes() (ended int) // of all feeds
	Snoozed() string         // what holds alerts back, as a sentence
	Labels() []string        // that an alert can be about
	Fields() []string
}
