package model

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/model/command"
	"sockeye/widgets/axis"
	"sockeye/widgets/chart"
	"sockeye/widgets/theme"
)

// target is what commands act on: the screen, and the feed that it shows.
func (m *Model) target() command.Target {
	t := m.tab()
	on := command.Target{
		Screen: targetScreen{m}, Jobs: m.commands.jobs,
		Tab: targetTab{m, t}, Feed: t.tab.Feed(), Log: targetLog{m, t}, Chart: targetChart{m, t}, Alerts: targetAlerts{m, t}, Recorder: m.options.Recorder,
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
	return s.m.await(answer, then)
}

func (s targetScreen) Presets() []string { return s.m.options.Presets }

func (s targetScreen) Open(name string) (show func() tea.Cmd, discard func(), err error) {
	opened, err := s.m.options.Open(name)
	if err != nil {
		return nil, nil, err
	}
	return func() tea.Cmd { return s.m.add(opened) }, opened.Close, nil
}

func (s targetScreen) Reload() (apply func(), err error) {
	settings, err := s.m.options.Reload()
	return func() { s.m.apply(settings) }, err
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
	t *feedView
}

func (tt targetTab) Name() string         { return tt.t.tab.Name }
func (tt targetTab) Status() event.Status { return tt.t.tab.Status() }
func (tt targetTab) Wanted() []string     { return tt.t.tab.Wanted() }
func (tt targetTab) Unwanted() []string   { return tt.t.tab.Unwanted() }
func (tt targetTab) AskUnsubscribeAll()   { tt.m.list().askUnsubscribeAll() }

func (tt targetTab) Remove() (cmd tea.Cmd, ok bool) {
	if len(tt.m.tabs.all) == 1 {
		return nil, false
	}
	return tt.m.remove(tt.m.tabs.active), true
}

// targetLog implements command.Log.
type targetLog struct {
	m *Model
	t *feedView
}

func (l targetLog) AddFilter(pattern string, exclude bool) (tea.Cmd, error) {
	if err := l.t.log.AddFilter(pattern, exclude); err != nil {
		return nil, err
	}
	return work(l.t), nil
}

func (l targetLog) ClearFilters() tea.Cmd { return l.m.log().clearFilters() }

func (l targetLog) Entries() (first, end uint64) { return l.t.tab.History().Range() }

func (l targetLog) Received(entry uint64) time.Time {
	e, _ := l.t.tab.History().Entry(entry)
	return time.Unix(0, e.At)
}

func (l targetLog) GoTo(entry uint64) {
	l.t.log.Goto(entry)
	l.m.log().showLog()
}

func (l targetLog) Seek(at time.Time) { l.m.log().seek(at) }

func (l targetLog) Mark(text string) {
	l.t.tab.History().Note(l.m.now, event.Notice, text)
	l.t.log.Refresh()
}

func (l targetLog) Snapshot() (chunks []*event.Chunk, redact func(payload []byte) []byte, hidden int) {
	return l.t.tab.History().Chunks(), l.t.tab.Redacted, l.t.log.Hidden()
}

func (l targetLog) SearchKey() string { return l.m.keys.Label("search") }

// targetChart implements command.Chart.
type targetChart struct {
	m *Model
	t *feedView
}

func (c targetChart) Draw(kind chart.Kind) { c.m.chart().setKind(kind) }

func (c targetChart) DrawCandles(interval time.Duration) {
	c.t.tab.Chart.Interval, c.t.tab.Chart.Own = interval, false
	c.m.chart().setKind(chart.Candles)
}

func (c targetChart) Hide() { c.m.chart().hideChart() }

func (c targetChart) SetWindow(window time.Duration) {
	c.m.window = window
	c.m.refresh()
}

func (c targetChart) SetRange(bounds axis.Scale) { c.m.chart().lock(bounds.IsSet(), bounds) }

func (c targetChart) Field(path string) (name string, known bool) {
	return c.t.tab.Field(path, c.t.inspected.label)
}

func (c targetChart) ShowField(name string) { c.m.inspector().showField(c.t, name) }

func (c targetChart) ShowFirstField() {
	c.t.tab.Chart.ChooseFirst()
	c.m.refresh()
}

// targetAlerts implements command.Alerts.
type targetAlerts struct {
	m *Model
	t *feedView
}

func (a targetAlerts) Show() { a.m.alerts().openAlerts() }

func (a targetAlerts) Set(text string) error { return a.m.alerts().setAlert(text) }

func (a targetAlerts) End(numbers ...int) (tea.Cmd, error) {
	if err := a.t.tab.Alerts().Off(numbers...); err != nil {
		return nil, err
	}
	return a.changed(), nil
}

func (a targetAlerts) EndAll() (ended int, cmd tea.Cmd) {
	ended = len(a.t.tab.Alerts().Rules())
	a.t.tab.Alerts().OffAll()
	return ended, a.changed()
}

// changed has the alerts of now count.
func (a targetAlerts) changed() tea.Cmd {
	a.m.arrange()
	return a.m.alerts().notify(a.t)
}

func (a targetAlerts) Labels() (labels []string) {
	for i := range a.t.tab.Labels() {
		labels = append(labels, a.t.tab.Labels()[i].Name)
	}
	return labels
}

func (a targetAlerts) Fields() []string { return a.t.tab.Fields() }
