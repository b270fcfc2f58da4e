// Package model is the screen: a Bubble Tea program that shows feeds and lets an operator steer them.
//
// Batches come in as messages, at most one for each render and feed, and asking for the next one is the back-pressure; what to
// subscribe goes out as calls of the feed. No sockets, no protocol, and no drawing beyond putting the widgets' lines together
// happen here. Update processes each message at one time, which is the only clock, and draws; View returns what was drawn.
//
//   - tabs are the feeds on the screen, each with its tab and its widgets (packages tab and pane).
//   - the action table (package action) is made by the functions in the files named after it. What its records run in the panes of a
//     feed is in package pane, which uses the screen through a pane.Screen.
//   - redraws, renders and picture are when data is drawn, when the screen is rendered, and what is on it.
package model

import (
	"cmp"
	"context"
	"fmt"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed"
	"sockeye/model/command"
	"sockeye/model/config"
	"sockeye/model/dialog"
	"sockeye/model/flow"
	"sockeye/model/layout"
	"sockeye/model/pane"
	"sockeye/model/recall"
	"sockeye/model/tab"
	"sockeye/model/terminal"
	"sockeye/widgets/header"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// Settings are what a configuration says about the screen. They can change while it is shown.
type Settings struct {
	Keys     *KeyMap
	Location *time.Location // of every time on the screen
	Presets  []string       // what can be opened by name
	Glyphs   text.Glyphs
	UI       config.UI // what it says in its own words

	// Written returns the entry of a preset as it stands in the configuration; "" if there is none. Nil: feeds have another one.
	Written func(name string) string
}

// Options are what a screen is made with. All fields but Suspend and Clipboard are required.
type Options struct {
	Settings
	Theme   *theme.Theme
	Flow    *flow.Control                         // of the terminal that the program writes to with a flow.Writer
	Open    func(name string) (*feed.Feed, error) // a preset or an address; the screen closes it. Called beside the screen
	Reload  func() (Settings, error)              // reads the configuration again, likewise
	Files   *config.Files                         // which Open and Reload read; nil: none
	Recall  *recall.Lines                         // earlier commands
	Desktop terminal.Desktop                      // how the terminal notifies
	Suspend func()                                // has the program suspended soon, and does not wait; nil where that cannot be
	// Transfer writes one long control sequence to the terminal, at the rate of the link, until ctx ends. It blocks for that.
	Transfer func(ctx context.Context, sequence string) error
	// Clipboard copies a text where the terminal is known not to (OSC 52), and returns what it did. It may block for seconds.
	Clipboard func(text string) (done string, err error)
	Tmux      bool // between us and the terminal
	NoColour  bool // the environment asks for none: https://no-color.org
	ReadOnly  bool // the operator sends nothing
	// Recorder records feeds when the operator asks for it; nil: they are replayed.
	Recorder command.Recorder
	// Playback is what plays the feeds where they are recorded ones; nil: they are live. Its clock is that of the screen.
	Playback *feed.Playback
	// Share is how the screen has feeds that others have too; nil: they are its own, and it closes them.
	Share Share
	// Network is what the feeds have in common; nil: nothing is known of that.
	Network *feed.Network
}

// Model is the state of the screen. It implements tea.Model and is used through a pointer.
type Model struct {
	ctx     context.Context
	options Options
	keys    *KeyMap

	tabs pane.Feeds

	shape   layout.Shape
	resizes resizes
	layout  layout.Layout // of the shape, for what the feed that is shown needs
	header  header.Model
	window  time.Duration // that charts show

	mouse   bool // the mouse is ours, and not the terminal's for selecting text
	keeping bool // the program ends, and the screen stays where it can be read

	appearance theme.Appearance

	clipboard clipboard

	dialogs dialog.Slot
	notices dialog.Notices

	now     time.Time     // when the message comes that is processed, on the clock of the feeds
	wall    time.Time     // likewise, on that of the machine
	ticked  time.Time     // when the last tick was
	tickAt  time.Duration // after the second
	redraws redraws

	renders renders

	commands commandLine
}

// New returns a screen on feeds, at least one. It asks them for batches until ctx ends; closing them is for the
// caller, who finds those that are left with Feeds.
func New(ctx context.Context, feeds []*feed.Feed, options Options) *Model {
	now := time.Now()
	m := &Model{
		ctx:        ctx,
		options:    options,
		keys:       options.Keys,
		header:     header.New(options.Theme),
		window:     pane.Windows[pane.DefaultWindow],
		now:        now,
		wall:       now,
		ticked:     now,
		appearance: theme.Appearance{Theme: options.UI.Theme},
		renders:    renders{flow: options.Flow},
	}
	m.dialogs = dialog.Slot{Keys: m.keys.ForDialogs(), Theme: options.Theme, Notices: &m.notices}
	m.clipboard = clipboard{ctx: ctx, options: &m.options, renders: &m.renders, dialogs: &m.dialogs, notices: &m.notices}
	m.commands = commandLine{options: &m.options, dialogs: &m.dialogs, notices: &m.notices, target: m.target, jobs: command.NewJobs(ctx)}
	if options.Flow.Remote() {
		m.header.HideSeconds()
		m.tickAt = now.Sub(now.Truncate(time.Second))
	}
	m.renders.flow.SetFPS(options.UI.FPS)
	m.renders.flow.SetRate(options.UI.Link)
	m.setNow(now)
	for _, f := range feeds {
		m.tabs.Add(m.newView(f, m.options.ask(f)))
	}
	m.tabs.Divide(m.options.UI.History)
	if len(feeds) >= manyFeeds {
		m.openOverview()
	}
	m.restyle()
	m.paint(false)
	return m
}

// Feeds returns the feeds that are open.
func (m *Model) Feeds() []*feed.Feed {
	feeds := make([]*feed.Feed, len(m.tabs.All))
	for i, t := range m.tabs.All {
		feeds[i] = t.Tab.Feed()
	}
	return feeds
}

// Init asks every feed for its first batch.
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{tickAfter(m.wall, m.tickAt), tea.Raw(ansi.RequestBackgroundColor)}
	for _, t := range m.tabs.All {
		cmds = append(cmds, nextBatch(m.ctx, t))
	}
	return tea.Batch(cmds...)
}

// tickMsg comes once a second.
type tickMsg time.Time

// tickAfter returns what sends the next tick after a time, so long after a second as it is told: on the second, or at the far end of a
// network, where no seconds are shown, as when the screen was made. A hundred screens that one server draws in the same moment would have every
// key wait for all of them.
func tickAfter(now time.Time, at time.Duration) tea.Cmd {
	wait := at - now.Sub(now.Truncate(time.Second))
	if wait <= 0 {
		wait += time.Second
	}
	return tea.Tick(wait, func(t time.Time) tea.Msg { return tickMsg(t) })
}

// timeOf returns when a message is processed. It is the only clock of the screen: all that comes of a message is at one time.
func timeOf(msg tea.Msg) time.Time {
	if tick, ok := msg.(tickMsg); ok {
		return time.Time(tick)
	}
	return time.Now()
}

// Update implements tea.Model.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.setNow(timeOf(msg))
	origin := m.renders.flow.Receive(msg)
	var cmd tea.Cmd
	if _, key := msg.(tea.KeyPressMsg); !key || origin != flow.Reply {
		cmd = m.update(msg)
	}
	return m, tea.Batch(cmd, m.render(msg, origin))
}

func (m *Model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		first := m.shape.Width == 0
		m.shape.Width, m.shape.Height = msg.Width, msg.Height
		m.arrange()
		if !first {
			return m.resizes.redraw()
		}
	case resizedMsg:
		if m.resizes.rests(msg) {
			return tea.ClearScreen
		}
	case batchMsg:
		return m.receive(msg)
	case tickMsg:
		since := m.wall.Sub(m.ticked)
		m.ticked = m.wall
		m.notices.Expire(m.wall)
		m.commands.tick(m.wall)
		m.renders.figures.tick(m.renders.flow.Figures(), since)
		m.refreshData()
		return tickAfter(m.wall, m.tickAt)
	case tea.BackgroundColorMsg:
		m.appearance.Background = backgroundOf(msg)
		m.restyle()
	case tea.ColorProfileMsg:
		m.appearance.Depth = depthOf(msg)
		m.restyle()
	case noticeMsg:
		m.notices.Show(string(msg))
	case Replace:
		return m.replace(msg)
	case answerMsg:
		msg.then(msg.err)
	case sentMsg:
		m.clipboard.sent(msg)
	case filesMsg:
		m.commands.searching = false
		return m.dialogs.Update(dialog.OffersMsg(msg))
	case command.JobMsg:
		return m.commands.jobDone(msg)
	case errorMsg:
		m.notices.ShowError(msg)
	case pane.WorkMsg:
		return msg.Do()
	case redrawMsg:
		if m.redraws.arrived() {
			m.refreshData()
			return m.redraws.wait()
		}
	case quitMsg:
		return m.quit()
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.MouseClickMsg:
		return m.point(msg.Mouse())
	case tea.MouseWheelMsg:
		if m.dialogs.Open != nil {
			return m.dialogs.Update(msg)
		}
		return m.point(msg.Mouse())
	case tea.PasteMsg:
		return m.dialogs.Paste(msg)
	}
	return nil
}

// receive processes a batch and asks for the next one.
func (m *Model) receive(msg batchMsg) tea.Cmd {
	t := msg.tab
	if msg.batch == nil { // the feed has ended
		return nil
	}
	if t.Tab.Watcher().Restarted() { // a replay began anew
		t.Restart(m.now)
		m.arrange()
	}
	changed := t.Receive(m.now, msg.batch)
	next := tea.Batch(m.alerts().Notify(t), nextPaced(m.ctx, m.renders.flow, t), pane.Work(t))
	if changed {
		m.refreshData() // what an operator waits for is shown at once
		return next
	}
	if t != m.tab() {
		return next
	}
	if m.redraws.ready(m.wall) {
		m.refreshData() // in one frame with the log
		return next
	}
	return tea.Batch(next, m.redraws.request())
}

// tab returns the feed that is shown.
func (m *Model) tab() *pane.Feed { return m.tabs.Shown() }

// show shows a tab.
func (m *Model) show(i int) {
	m.tabs.Active = i
	m.arrange()
}

// add opens a tab and shows it.
func (m *Model) add(f *feed.Feed, ask tab.Requests) tea.Cmd {
	t := m.newView(f, ask)
	m.tabs.Add(t)
	m.tabs.Divide(m.options.UI.History)
	m.show(len(m.tabs.All) - 1)
	return nextBatch(m.ctx, t)
}

// newView returns a feed with widgets that have the settings of now.
func (m *Model) newView(f *feed.Feed, ask tab.Requests) *pane.Feed {
	t := pane.New(f, ask, m.options.Theme)
	t.SetKeys(m.keys)
	t.SetLocation(m.options.Location)
	return t
}

// remove closes a tab for good.
func (m *Model) remove(i int) tea.Cmd {
	t := m.tabs.Remove(i)
	m.tabs.Divide(m.options.UI.History)
	m.arrange()
	return func() tea.Msg {
		t.Tab.Close()
		return nil
	}
}

// apply makes other settings count.
func (m *Model) apply(s Settings) {
	m.options.Settings = s
	m.keys = s.Keys
	m.dialogs.Keys = m.keys.ForDialogs()
	m.renders.flow.SetFPS(s.UI.FPS)
	m.renders.flow.SetRate(s.UI.Link)
	for _, t := range m.tabs.All {
		t.SetKeys(s.Keys)
		t.SetLocation(s.Location)
	}
	m.tabs.Divide(m.options.UI.History)
	m.appearance.Theme = s.UI.Theme
	m.restyle()
}

// press answers to a key.
func (m *Model) press(press tea.KeyPressMsg) tea.Cmd {
	a := m.keys.Find(m.shape.Focus, press)
	if a == nil && press.Code == tea.KeyF3 && press.Mod == 0 { // or an answer of the terminal, which reads the same and comes at any time
		return nil
	}
	if m.clipboard.stopSending() && !m.keys.Is("leave", press) {
		return nil
	}
	m.notices.Show("")
	if a != nil && a.Always {
		return a.Run(m, press)
	}
	if behind, ok := behindEscape(press, m.dialogs.Typing()); ok && a == nil {
		m.press(tea.KeyPressMsg{Code: tea.KeyEscape})
		return m.press(behind)
	}
	if m.dialogs.Open != nil {
		return m.dialogs.Update(press)
	}
	if m.keys.Is("back", press) && m.commands.cancelJob() {
		return nil
	}
	switch {
	case a != nil:
		return m.act(a, press)
	case press.Code == tea.KeyF3: // likewise, with a modifier
	default:
		m.notices.ShowError(fmt.Errorf("%s does nothing here: %s shows what does", press, m.keys.Label("help")))
	}
	return nil
}

// behindEscape returns the key that came together with an escape, as keys do over a slow link: the two read like that key
// with alt. Where a line is typed, letters with alt are the editor's.
func behindEscape(press tea.KeyPressMsg, typing bool) (behind tea.KeyPressMsg, ok bool) {
	letter := unicode.IsLetter(press.Code) && press.Mod&tea.ModCtrl == 0
	if press.Mod&tea.ModAlt == 0 || typing && (letter || press.Code == tea.KeyBackspace) {
		return press, false
	}
	press.Mod &^= tea.ModAlt
	if r := cmp.Or(press.ShiftedCode, press.Code); press.Mod&^tea.ModShift == 0 && unicode.IsPrint(r) {
		press.Text = string(r)
	}
	return press, true
}
