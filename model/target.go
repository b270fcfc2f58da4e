package model

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/model/alerts"
	"sockeye/model/command"
	"sockeye/model/layout"
	"sockeye/model/pane"
	"sockeye/model/tab"
	"sockeye/widgets/axis"
	"sockeye/widgets/chart"
	"sockeye/widgets/theme"
)

// target is what commands act on: the screen, and the feed that it shows.
func (m *Model) target() command.Target {
	t := m.tab()
	on := command.Target{
		Screen: targetScreen{m}, Jobs: m.commands.jobs,
		Tab: targetTab{m, t}, Feed: t.Tab.Feed(), Ask: t.Tab.Ask(), Log: targetLog{m, t}, Chart: targetChart{m, t}, Alerts: targetAlerts{m, t}, Recorder: m.options.Recorder,
	}
	on.Columns = logColumns{t}
	if m.shape.Focus == layout.List {
		on.Columns = listColumns{m, t}
	}
	if m.options.Playback != nil {
		on.Replay = targetReplay{m}
	}
	return on
}

// targetScreen implements command.Screen.
type targetScreen struct{ m *Model }

func (s targetScreen) ShowNotice(text string) { s.m.notices.Show(text) }

func (s targetScreen) ShowError(err error) { s.m.notices.ShowError(err) }

func (s targetScreen) Ask(question string, yes func() tea.Cmd) {
	s.m.dialogs.Ask(question, key.Binding{}, yes)
}

func (s targetScreen) Await(answer <-chan error, then func(err error)) tea.Cmd {
	if then == nil {
		then = s.m.notices.ShowError
	}
	return await(s.m.ctx, answer, then)
}

func (s targetScreen) Presets() []string { return s.m.options.Presets }

func (s targetScreen) Open(name string) (show func() tea.Cmd, discard func(), err error) {
	opened, err := s.m.options.Open(name)
	if err != nil {
		return nil, nil, err
	}
	ask := s.m.options.ask(opened)
	return func() tea.Cmd { return s.m.add(opened, ask) }, ask.Close, nil
}

func (s targetScreen) Reload() (apply func() (changed, gone []string), err error) {
	settings, err := s.m.options.Reload()
	return func() (changed, gone []string) {
		s.m.apply(settings)
		for _, t := range s.m.tabs.All {
			switch written, other := settings.written(t); {
			case !other:
			case written:
				changed = append(changed, t.Tab.Name)
			default:
				gone = append(gone, t.Tab.Name)
			}
		}
		return changed, gone
	}, err
}

func (s targetScreen) ShowHelp() { showHelp(&s.m.dialogs, s.m.keys, s.m.shape.Focus) }

func (s targetScreen) SetTheme(name string) error {
	if _, err := theme.New(theme.Appearance{Theme: name}); err != nil {
		return err
	}
	s.m.appearance.Theme = name
	s.m.restyle()
	return nil
}

func (s targetScreen) SetFPS(fps int)           { s.m.renders.flow.SetFPS(fps) }
func (s targetScreen) SetLink(bytes int)        { s.m.renders.flow.SetRate(bytes) }
func (s targetScreen) Location() *time.Location { return s.m.options.Location }
func (s targetScreen) Now() time.Time           { return s.m.now }

// targetTab implements command.Tab.
type targetTab struct {
	m *Model
	t *pane.Feed
}

func (tt targetTab) Name() string         { return tt.t.Tab.Name }
func (tt targetTab) Status() event.Status { return tt.t.Tab.Status() }
func (tt targetTab) Wanted() []string     { return tab.Wanted(tt.t.Tab.Labels()) }
func (tt targetTab) Unwanted() []string   { return tab.Unwanted(tt.t.Tab.Labels()) }
func (tt targetTab) AskUnsubscribeAll()   { tt.m.list().AskUnsubscribeAll() }

func (tt targetTab) HasNewPreset() bool {
	written, other := tt.m.options.written(tt.t)
	return written && other && tt.m.options.Share == nil // of a feed that others have too, who shares it decides
}

func (tt targetTab) Reopen() (show func() tea.Cmd, discard func(), err error) {
	before := tt.t.Tab.Feed()
	opened, err := tt.m.options.Open(before.Preset().Name)
	if err != nil {
		return nil, nil, err
	}
	return func() tea.Cmd {
		added, ended := tab.Differences(tt.t.Tab.Labels(), before.Preset())
		opened.Subscribe(added...)
		opened.Unsubscribe(ended...)
		return tt.m.replace(Replace{before, opened})
	}, opened.Close, nil
}

func (tt targetTab) Remove() (cmd tea.Cmd, ok bool) {
	if len(tt.m.tabs.All) == 1 {
		return nil, false
	}
	return tt.m.remove(tt.m.tabs.Active), true
}

// targetLog implements command.Log.
type targetLog struct {
	m *Model
	t *pane.Feed
}

func (l targetLog) AddFilter(pattern string, exclude bool) (tea.Cmd, error) {
	if err := l.t.Log.AddFilter(pattern, exclude); err != nil {
		return nil, err
	}
	return pane.Work(l.t), nil
}

func (l targetLog) ClearFilters() tea.Cmd { return l.m.log().ClearFilters() }

func (l targetLog) Entries() (first, end uint64) { return l.t.At(l.m.now).Entries().Range() }

func (l targetLog) Received(entry uint64) time.Time {
	e, _ := l.t.Tab.History().Entry(entry)
	return time.Unix(0, e.At)
}

func (l targetLog) GoTo(entry uint64) {
	l.t.Log.Goto(entry)
	l.m.log().Show()
}

func (l targetLog) Seek(at time.Time) { l.m.log().Seek(at) }

func (l targetLog) Mark(text string) {
	l.t.Tab.Ask().Mark(l.m.now, text)
	l.t.Log.Refresh()
}

func (l targetLog) Snapshot() (chunks []*event.Chunk, redact func(payload []byte) []byte, hidden int) {
	return l.t.Tab.History().Chunks(), l.t.Tab.Redacted, l.t.Log.Hidden()
}

func (l targetLog) SearchKey() string { return l.m.keys.Label("search") }

// targetChart implements command.Chart.
type targetChart struct {
	m *Model
	t *pane.Feed
}

func (c targetChart) Draw(kind chart.Kind) { c.m.chart().SetKind(kind) }

func (c targetChart) DrawCandles(interval time.Duration) {
	c.t.Tab.Chart.Interval, c.t.Tab.Chart.Own = interval, false
	c.m.chart().SetKind(chart.Candles)
	c.m.chart().SayMerged()
}

func (c targetChart) Hide() { c.m.chart().HideChart() }

func (c targetChart) SetWindow(window time.Duration) {
	c.m.window = window
	c.m.refresh()
}

func (c targetChart) SetRange(bounds axis.Scale) { c.m.chart().Lock(bounds.IsSet(), bounds) }

func (c targetChart) ToggleAverage(n int) { c.m.chart().ToggleOverlay(tab.Overlay{Average: n}) }

func (c targetChart) ToggleVWAP() error { return c.m.chart().ToggleVWAP() }

func (c targetChart) ClearOverlays() {
	c.t.Tab.Chart.ClearOverlays()
	c.m.refresh()
}

func (c targetChart) Field(path string) (name string, known bool) {
	return c.t.Tab.Field(path, c.t.Inspected.Label)
}

func (c targetChart) ShowField(name string) { c.m.inspector().ShowField(c.t, name) }

func (c targetChart) ShowFirstField() {
	c.t.Tab.Chart.ChooseFirst()
	c.m.refresh()
}

// targetAlerts implements command.Alerts.
type targetAlerts struct {
	m *Model
	t *pane.Feed
}

func (a targetAlerts) Show() { a.m.alerts().Open() }

func (a targetAlerts) Set(text string) error { return a.m.alerts().Set(text) }

func (a targetAlerts) End(numbers ...int) (tea.Cmd, error) {
	if err := a.t.Tab.Alerts().Off(numbers...); err != nil {
		return nil, err
	}
	return a.changed(), nil
}

func (a targetAlerts) EndAll() (ended int, cmd tea.Cmd) {
	ended = a.t.Tab.Alerts().OffAll()
	return ended, a.changed()
}

// changed has the alerts of now count.
func (a targetAlerts) changed() tea.Cmd {
	a.m.arrange()
	return a.m.alerts().Notify(a.t)
}

func (a targetAlerts) Labels() (labels []string) {
	for _, l := range a.t.Tab.Labels().All() {
		labels = append(labels, l.Name)
	}
	return labels
}

func (a targetAlerts) Fields() []string { return a.t.Tab.Fields() }

// Snooze holds the alerts of all feeds back for a time, or with a number or a label those of the feed that is shown.
func (a targetAlerts) Snooze(length time.Duration, number int, label string) error {
	until := a.t.Tab.Feed().Now().Add(length)
	if number != 0 || label != "" {
		return a.t.Tab.Alerts().Snooze(alert.Snooze{Rule: number, Label: label, Until: until})
	}
	return alerts.Snooze(&a.m.tabs, until)
}

// EndSnoozes has the alerts of all feeds be reported again.
func (a targetAlerts) EndSnoozes() (ended int) { return alerts.EndSnoozes(&a.m.tabs) }

// Snoozed says what holds alerts back.
func (a targetAlerts) Snoozed() string {
	text := "nothing holds alerts back"
	for i, n := range alerts.Held(&a.m.tabs, a.m.now, a.m.options.Location) {
		if i == 0 {
			text = n.Text
			continue
		}
		text += "; " + n.Text
	}
	return text
}
