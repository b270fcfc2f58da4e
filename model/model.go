// Package model is the screen: a Bubble Tea program that shows feeds and lets an operator steer them.
//
// It holds what the screen needs to know of each feed (history, series, counts), decides who has the keys, and
// lays the widgets out. Batches come in as messages, at most one for each frame and feed, and asking for the
// next one is the back-pressure; what to subscribe goes out as calls of the feed. No sockets, no protocol, and
// no drawing beyond putting the widgets' lines together happen here.
package model

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/notify"
	"sockeye/model/config"
	"sockeye/model/dialog"
	"sockeye/model/flow"
	"sockeye/model/recall"
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
}

// Options are what a screen is made with. All fields but Suspend and Clipboard are required.
type Options struct {
	Settings
	Theme    *theme.Theme
	Flow     *flow.Control                         // of the terminal that the program writes to with a flow.Writer
	Open     func(name string) (*feed.Feed, error) // a preset or an address; the screen closes it. Called beside the screen
	Reload   func() (Settings, error)              // reads the configuration again, likewise
	Files    *config.Files                         // which Open and Reload read; nil: none
	Recall   *recall.Lines                         // commands of before
	Desktop  terminal.Desktop                      // how the terminal notifies
	Commands *notify.Commands                      // runs what alerts ask for; the caller closes it
	Suspend  func()                                // has the program suspended soon, and does not wait; nil where that cannot be
	// Transfer writes one long control sequence to the terminal, at the rate of the link, until ctx ends. It blocks for that.
	Transfer func(ctx context.Context, sequence string) error
	// Clipboard copies a text where the terminal is known not to (OSC 52), and returns what it did. It may block for seconds.
	Clipboard func(text string) (done string, err error)
	Tmux      bool // between us and the terminal
	NoColour  bool // the environment asks for none: https://no-color.org
	ReadOnly  bool // the operator sends nothing
}

// pane is what can have the keys.
type pane uint8

const (
	paneLog pane = iota
	paneList
	paneChart
	paneInspect
)

// Model is the state of the screen. It implements tea.Model and is used through a pointer.
type Model struct {
	ctx     context.Context
	options Options
	keys    *KeyMap

	tabs   []*tab
	active int

	width, height int
	focus         pane
	zoomed        bool // the pane with the keys has the body
	listed        bool // the watchlist covers the body, where there is no room beside the chart
	header        header.Model
	window        time.Duration // that charts show

	mouse   bool // the mouse is ours, and not the terminal's for selecting text
	keeping bool // the program ends, and the screen stays where it can be read

	looks looks

	sending  context.CancelFunc // stops the long copy that is on its way; nil: there is none
	stopping bool               // it has been stopped, and has not ended yet

	dialog dialog.Dialog // nil: the panes have the keys
	said   string        // a note or a complaint, in the bottom line until the next key, or for saidFor
	noted  saying        // that which was there at the last tick

	now      time.Time // of the last tick
	ticked   time.Time // of the one before
	dirty    bool      // chart and watchlist wait for the next redraw
	redrawn  time.Time // when they were
	redrawAt bool      // a redraw is under way

	renders renders

	job       *job // under way; nil: none
	abandoned int  // jobs that were given up and have not ended
	searching bool // the names of files are searched for
}

// New returns a screen on feeds, at least one. It asks them for batches until ctx ends; closing them is for the
// caller, who finds those that are left with Feeds.
func New(ctx context.Context, feeds []*feed.Feed, options Options) *Model {
	now := time.Now()
	m := &Model{
		ctx:     ctx,
		options: options,
		keys:    options.Keys,
		header:  header.New(options.Theme),
		window:  windows[defaultWindow],
		now:     now,
		ticked:  now,
		looks:   looks{theme: options.UI.Theme},
		renders: renders{flow: options.Flow},
	}
	m.setFPS(options.UI.FPS)
	m.setLink(options.UI.Link)
	for _, f := range feeds {
		m.addTab(f)
	}
	m.shareMemory()
	m.restyle()
	m.paint(false)
	return m
}

// Feeds returns the feeds that are open.
func (m *Model) Feeds() []*feed.Feed {
	feeds := make([]*feed.Feed, len(m.tabs))
	for i, t := range m.tabs {
		feeds[i] = t.feed
	}
	return feeds
}

// Init asks every feed for its first batch.
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{tick(), m.listen(), tea.RequestBackgroundColor}
	for _, t := range m.tabs {
		cmds = append(cmds, m.next(t))
	}
	return tea.Batch(cmds...)
}

// batchMsg brings what happened on a feed; batch is nil when it has ended.
type batchMsg struct {
	tab   *tab
	batch *event.Batch
	hits  []alert.Hit
}

// next waits for the next batch of a feed.
func (m *Model) next(t *tab) tea.Cmd {
	ctx := m.ctx
	return func() tea.Msg {
		since := time.Now()
		t.asking.Store(&since)
		batch, err := t.watcher.Next(ctx)
		t.asking.Store(nil)
		if err != nil && ctx.Err() != nil {
			return nil
		}
		if batch == nil {
			return batchMsg{tab: t}
		}
		return batchMsg{tab: t, batch: batch, hits: t.matcher.Load().Hits(batch)}
	}
}

// nextPaced waits for the next batch of a feed, when it is time to show it; in a flood an extra batch is better than one
// that is merged away.
func (m *Model) nextPaced(t *tab) tea.Cmd {
	ctx, control, next := m.ctx, m.renders.flow, m.next(t)
	return func() tea.Msg {
		if !control.WaitBatch(ctx, t.watcher.Filling()) {
			return nil
		}
		return next()
	}
}

// tickMsg comes once a second.
type tickMsg time.Time

func tick() tea.Cmd { return tea.Every(time.Second, func(t time.Time) tea.Msg { return tickMsg(t) }) }

// redrawMsg is when chart and watchlist may be drawn again.
type redrawMsg struct{}

// redrawEvery is how often chart and watchlist are drawn, at most: figures that change faster cannot be read.
const redrawEvery = 200 * time.Millisecond

// Update takes a message in.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	origin := m.renders.flow.Receive(msg)
	if isOperators(msg) {
		m.renders.log = m.tab().log.View()
	}
	var cmd tea.Cmd
	if _, key := msg.(tea.KeyPressMsg); !key || origin != flow.Reply {
		cmd = m.update(msg)
	}
	m.noticeFreeze()
	return m, tea.Batch(cmd, m.render(msg, origin))
}

func (m *Model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.arrange()
	case batchMsg:
		return m.receive(msg)
	case tickMsg:
		m.now = time.Time(msg)
		since := m.now.Sub(m.ticked)
		m.ticked = m.now
		m.forget()
		m.watchJobs()
		var told []tea.Cmd
		for _, t := range m.tabs {
			t.tick(m.now, since)
			t.log.SetNow(m.now)
			told = append(told, m.tell(t))
		}
		m.renders.figures.tick(m.renders.flow.Figures(), since)
		m.refreshData()
		return tea.Batch(append(told, tick())...)
	case tea.BackgroundColorMsg:
		m.background(msg)
	case tea.ColorProfileMsg:
		m.colours(msg)
	case ranMsg:
		m.ran(msg)
		return m.listen()
	case saidMsg:
		m.said = string(msg)
	case answerMsg:
		msg.then(msg.err)
	case sentMsg:
		m.sent(msg)
	case filesMsg:
		m.filesFound(msg)
	case jobMsg:
		return m.done(msg)
	case complaintMsg:
		m.complain(msg)
	case workMsg:
		msg.tab.working = false
		return m.work(msg.tab)
	case redrawMsg:
		m.redrawAt = false
		if m.dirty {
			m.refreshData()
			return m.redraw()
		}
	case quitMsg:
		return m.quit()
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.MouseClickMsg:
		m.click(msg.Mouse())
	case tea.MouseWheelMsg:
		if m.dialog != nil {
			return m.updateDialog(msg)
		}
		m.wheel(msg.Mouse())
		return m.work(m.tab())
	case tea.PasteMsg:
		if m.dialog != nil {
			return m.paste(msg)
		}
	}
	return nil
}

// receive takes a batch in and asks for the next one.
func (m *Model) receive(msg batchMsg) tea.Cmd {
	t := msg.tab
	if msg.batch == nil { // the feed has ended
		return nil
	}
	before, charted := t.status.State, t.charts()
	changed := t.receive(msg.batch)
	if t.status.State != before || t.charts() != charted {
		t.drawn = time.Time{} // the chart has something to say of it
	}
	t.alerts.Matched(time.Now(), msg.hits)
	t.notePartial(msg.hits)
	t.matcher.Store(t.alerts.Matcher())
	next := tea.Batch(m.tell(t), m.nextPaced(t), m.work(t))
	if changed || t.status.State != before {
		m.refreshData() // what an operator waits for is shown at once
		return next
	}
	if t != m.tab() {
		return next
	}
	if time.Since(m.redrawn) >= redrawEvery {
		m.refreshData() // in one frame with the log
		return next
	}
	m.dirty = true
	return tea.Batch(next, m.redraw())
}

// redraw arranges for a redraw, if none is under way.
func (m *Model) redraw() tea.Cmd {
	if m.redrawAt {
		return nil
	}
	m.redrawAt = true
	return tea.Tick(redrawEvery, func(time.Time) tea.Msg { return redrawMsg{} })
}

// tab returns the feed that is looked at.
func (m *Model) tab() *tab { return m.tabs[m.active] }

// add opens a tab and looks at it.
func (m *Model) add(f *feed.Feed) tea.Cmd {
	t := m.addTab(f)
	m.shareMemory()
	m.show(len(m.tabs) - 1)
	return m.next(t)
}

// addTab makes a tab. A second feed of one preset has a number behind its name.
func (m *Model) addTab(f *feed.Feed) *tab {
	t := newTab(f, m.options)
	name := t.name
	for n := 2; slices.ContainsFunc(m.tabs, func(o *tab) bool { return o.name == t.name }); n++ {
		t.name = fmt.Sprintf("%s#%d", name, n)
	}
	m.tabs = append(m.tabs, t)
	return t
}

// remove closes a tab for good.
func (m *Model) remove(i int) tea.Cmd {
	t := m.tabs[i]
	m.tabs = append(m.tabs[:i:i], m.tabs[i+1:]...)
	m.shareMemory()
	m.show(min(i, len(m.tabs)-1))
	return func() tea.Msg {
		t.watcher.Close()
		t.feed.Close()
		return nil
	}
}

// show switches to a tab.
func (m *Model) show(i int) {
	m.active = i
	m.arrange()
}

// shareMemory divides among the feeds what may be kept, and what may wait to be taken in.
func (m *Model) shareMemory() {
	queue, kept := share(m.options.UI.History, max(len(m.tabs), 1))
	for _, t := range m.tabs {
		t.setShare(kept)
		t.watcher.SetLimit(queue)
		t.feed.LimitEntries((queue + kept) / entryParts)
		t.log.Refresh()
	}
}

// apply makes other settings count.
func (m *Model) apply(s Settings) {
	m.options.Settings = s
	m.keys = s.Keys
	m.setFPS(s.UI.FPS)
	m.setLink(s.UI.Link)
	for _, t := range m.tabs {
		t.apply(s)
	}
	m.shareMemory()
	m.looks.theme = s.UI.Theme
	m.restyle()
}

// saidFor is how long the bottom line says something to which nobody presses a key: then the keys are worth more there,
// those above all that answer an alert.
const saidFor = 20 * time.Second

// saying is what the bottom line says, and since when.
type saying struct {
	text  string
	since time.Time
}

// forget takes what was said long ago from the bottom line.
func (m *Model) forget() {
	switch {
	case m.said != m.noted.text:
		m.noted = saying{m.said, m.now}
	case m.said != "" && m.now.Sub(m.noted.since) >= saidFor:
		m.said = ""
	}
}

// complain says what cannot be done, and why, in the bottom line until the next key, or for saidFor.
func (m *Model) complain(err error) { m.said = err.Error() }

// press answers to a key.
func (m *Model) press(press tea.KeyPressMsg) tea.Cmd {
	a := m.keys.find(m.focus, press)
	if m.sending != nil && !m.stopping {
		m.sending()
		m.stopping = true
		if !m.keys.is("leave", press) {
			return nil
		}
	}
	m.said = ""
	if a != nil && a.always {
		return a.run(m, press)
	}
	if behind, ok := m.behindEscape(press); ok {
		m.press(tea.KeyPressMsg{Code: tea.KeyEscape})
		return m.press(behind)
	}
	if m.dialog != nil {
		return m.updateDialog(press)
	}
	if m.giveUpJob(press) {
		return nil
	}
	switch {
	case a != nil:
		return m.act(a, press)
	case press.Code == tea.KeyF3: // or an answer of the terminal, which reads the same
	default:
		m.complain(fmt.Errorf("%s does nothing here: %s shows what does", press, m.keys.label("help")))
	}
	return nil
}

// behindEscape returns the key that came together with an escape, as keys do over a slow link: the two read like that key
// with alt. Where a line is typed, letters with alt are the editor's.
func (m *Model) behindEscape(press tea.KeyPressMsg) (behind tea.KeyPressMsg, ok bool) {
	if press.Mod&tea.ModAlt == 0 || m.keys.find(m.focus, press) != nil || m.dialog != nil && (unicode.IsLetter(press.Code) && press.Mod&tea.ModCtrl == 0 || press.Code == tea.KeyBackspace) {
		return press, false
	}
	press.Mod &^= tea.ModAlt
	if r := cmp.Or(press.ShiftedCode, press.Code); press.Mod&^tea.ModShift == 0 && unicode.IsPrint(r) {
		press.Text = string(r)
	}
	return press, true
}
