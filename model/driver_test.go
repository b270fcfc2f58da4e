package model_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/headless"
	"sockeye/feed/history"
	"sockeye/feed/notify"
	"sockeye/feed/preset"
	"sockeye/model"
	"sockeye/model/config"
	"sockeye/model/flow"
	"sockeye/model/recall"
	"sockeye/model/terminal"
	"sockeye/widgets/theme"
)

// patience bounds what a test waits for; it is never waited out when all is well.
const patience = time.Minute

// driver is a Bubble Tea program without a terminal: it runs the model's commands and passes their messages to
// Update, one at a time.
type driver struct {
	commands *notify.Commands // of alerts
	t        testing.TB
	m        *model.Model
	options  model.Options
	msgs     chan tea.Msg
	done     context.Context
	quit     bool
	raw      string // what was written to the terminal beside renders
}

// ticks is a preset for a server of feedtest.
func ticks(t testing.TB, name, url string) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte(`
presets:
  `+name+`:
    url: `+url+`
    params: {symbols: [A, B]}
    subscribe:
      send: {op: sub, args: "${symbols}"}
      ack: {op: subbed, s: "${symbol}"}
      fail: {op: error, s: "${symbol}"}
      reason: why
    unsubscribe: {send: {op: unsub, args: "${symbols}"}, ack: {op: unsubbed, s: "${symbol}"}}
    heartbeat: [{op: beat}]
    events: [{match: {s: "*", p: "*"}, label: s, value: p}]
    reconnect: {min: 10ms, max: 50ms}
`))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// drive puts feeds on a screen of 120x36.
func drive(t testing.TB, presets ...*preset.Bound) *driver {
	t.Helper()
	return driveWith(t, func(*model.Options) {}, presets...)
}

// driveWith does the same with other options.
func driveWith(t testing.TB, change func(*model.Options), presets ...*preset.Bound) *driver {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	d := &driver{t: t, msgs: make(chan tea.Msg), done: ctx, commands: notify.NewCommands()}
	t.Cleanup(d.commands.Close)
	start := func(p *preset.Bound) *feed.Feed {
		f := feed.Start(ctx, p, func(err error) { t.Error(err) })
		headless.RunCommands(f, d.commands, nil, nil)
		return f
	}
	var feeds []*feed.Feed
	for _, p := range presets {
		feeds = append(feeds, start(p))
	}
	d.options = model.Options{
		Settings: model.Settings{Keys: model.DefaultKeys(), Location: time.UTC, UI: config.UI{FPS: 1000, History: 1 << 20}, Presets: []string{"alpha", "beta"}},
		Theme:    theme.Default(), Flow: flow.New(false), Recall: &recall.Lines{},
		Desktop: terminal.DesktopOf(func(name string) string { return map[string]string{"TERM": "xterm"}[name] }),
		Reload:  func() (model.Settings, error) { return model.Settings{}, errors.New("line 3: no\nmore") },
		Open: func(name string) (*feed.Feed, error) {
			server := feedtest.New(t, talk())
			return start(ticks(t, name, server.URL())), nil
		},
	}
	change(&d.options)
	d.commands.Define(d.options.UI.Commands)
	d.m = model.New(ctx, feeds, d.options)
	t.Cleanup(func() {
		cancel()
		for _, f := range d.m.Feeds() {
			f.Close()
		}
	})
	d.run(d.m.Init())
	d.send(tea.WindowSizeMsg{Width: 120, Height: 36})
	return d
}

// another puts the same feeds on another screen.
func (d *driver) another() *driver {
	e := &driver{t: d.t, msgs: make(chan tea.Msg), done: d.done, commands: d.commands, options: d.options}
	e.options.Flow = flow.New(false)
	e.m = model.New(d.done, d.m.Feeds(), e.options)
	e.run(e.m.Init())
	e.send(tea.WindowSizeMsg{Width: 120, Height: 36})
	return e
}

// finish runs a command and all that it is a batch of, to their ends.
func (d *driver) finish(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.finish(c)
		}
	default:
		d.send(msg)
	}
}

// run runs a command in the background, as Bubble Tea does.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, c := range msg {
				d.run(c)
			}
		default:
			select {
			case d.msgs <- msg:
			case <-d.done.Done():
			}
		}
	}()
}

func (d *driver) send(msg tea.Msg) {
	if _, is := msg.(tea.QuitMsg); is {
		d.quit = true
		return
	}
	if raw, is := msg.(tea.RawMsg); is {
		d.raw += fmt.Sprint(raw.Msg)
	}
	_, cmd := d.m.Update(msg)
	d.run(cmd)
}

// screen is what the operator sees.
func (d *driver) screen() string { return ansi.Strip(d.m.View().Content) }

// wait passes messages over until something holds.
func (d *driver) wait(what string, holds func() bool) {
	d.t.Helper()
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	for !holds() {
		select {
		case msg := <-d.msgs:
			d.send(msg)
		case <-timeout.C:
			d.t.Fatalf("waited for %s; the screen is\n%s", what, d.screen())
		}
	}
}

// sees waits until the screen says all of it.
func (d *driver) sees(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		d.wait("the screen to say "+text, func() bool { return strings.Contains(d.screen(), text) })
	}
}

// misses waits until the screen does not say it any more.
func (d *driver) misses(text string) {
	d.t.Helper()
	d.wait("the screen not to say "+text, func() bool { return !strings.Contains(d.screen(), text) })
}

// keys presses keys: words like enter, or single characters.
func (d *driver) keys(keys ...string) {
	named := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"space": tea.KeySpace, "backspace": tea.KeyBackspace,
	}
	for _, k := range keys {
		switch code, ok := named[k]; {
		case k == "ctrl+c":
			d.send(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
		case k == "space":
			d.send(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
		case ok:
			d.send(tea.KeyPressMsg{Code: code})
		default:
			d.send(tea.KeyPressMsg{Code: []rune(k)[0], Text: k})
		}
	}
}

// types types a text, character by character.
func (d *driver) types(text string) {
	for _, r := range text {
		if r == ' ' {
			d.keys("space")
			continue
		}
		d.keys(string(r))
	}
}

// talk is a server that takes A and refuses B, then plays more steps.
func talk(more ...feedtest.Step) feedtest.Conversation {
	return append(feedtest.Conversation{
		feedtest.Expect(`{"op":"sub","args":["A","B"]}`),
		feedtest.Send(`{"op":"subbed","s":"A"}`),
		feedtest.Send(`{"op":"error","s":"B","why":"not \u001b[31mtoday"}`),
		feedtest.Send(`{"s":"A","p":"1.50"}`),
	}, more...)
}

// command types a command.
func (d *driver) command(line string) {
	d.t.Helper()
	d.keys(":")
	d.types(line)
	d.keys("enter")
}

// tick has the time of a second's tick come.
func (d *driver) tick(at time.Time) { d.send(model.Tick(at)) }

// feed is the first one on the screen, and history what it keeps.
func (d *driver) feed() *feed.Feed          { return d.m.Feeds()[0] }
func (d *driver) history() *history.History { return d.feed().History() }

// footer is the line at the bottom: the keys, or what is said or typed there.
func (d *driver) footer() string {
	lines := strings.Split(d.screen(), "\n")
	return lines[len(lines)-1]
}

// says fails if the line at the bottom does not have a text now.
func (d *driver) says(text string) {
	d.t.Helper()
	if !strings.Contains(d.footer(), text) {
		d.t.Errorf("the screen says %q, and not %q", d.footer(), text)
	}
}

// typed is what stands in the prompt.
func (d *driver) typed() string {
	text, ok := strings.CutPrefix(d.footer(), ":")
	if !ok {
		d.t.Fatalf("there is no prompt:\n%s", d.screen())
	}
	text, _, _ = strings.Cut(text, "   ") // behind which alternatives are offered
	return strings.TrimRight(text, " ")
}

// The panes, by what their titles begin with; that of the chart is the name of a row.
const (
	inLog       = "LOG"
	inList      = "WATCHLIST"
	inInspector = "MESSAGE"
	inChart     = ""
)

// focus is the pane that has the keys, which has a border of its own colour.
func (d *driver) focus() string {
	before, _, _ := strings.Cut(d.options.Theme.Focus.Render("╭"), "╭")
	_, box, found := strings.Cut(d.m.View().Content, before+"╭")
	if !found {
		d.t.Fatalf("no pane has the keys:\n%s", d.screen())
	}
	title := strings.Fields(ansi.Strip(box))[0]
	if title != inLog && title != inList && title != inInspector {
		return inChart
	}
	return title
}

// focuses goes on to the next pane until it is that one.
func (d *driver) focuses(pane string) {
	d.t.Helper()
	for range 4 {
		if d.focus() == pane {
			return
		}
		d.keys("tab")
	}
	d.t.Fatalf("the keys never come to the pane %q:\n%s", pane, d.screen())
}

// box are the lines in the first box whose title begins so, without its border.
func (d *driver) box(title string) (inside []string) {
	d.t.Helper()
	lines := strings.Split(d.screen(), "\n")
	for top, line := range lines {
		before, after, found := strings.Cut(line, "╭ "+title)
		if !found {
			continue
		}
		left := len([]rune(before))
		right := left + len([]rune("╭ "+title+after[:strings.Index(after, "╮")]))
		for _, line := range lines[top+1:] {
			cells := []rune(line)
			if cells[left] != '│' {
				return inside
			}
			inside = append(inside, string(cells[left+1:right]))
		}
	}
	return nil
}

// listed are the labels in the rows of the watchlist.
func (d *driver) listed() (labels []string) {
	box := d.box(inList)
	for _, line := range box[1 : len(box)-1] {
		if cells := []rune(line); strings.TrimSpace(line) != "" {
			labels = append(labels, strings.Fields(string(cells[2:]))[0])
		}
	}
	return labels
}

// selected is the row of the watchlist that the cursor is on, as it reads.
func (d *driver) selected() string {
	for _, line := range d.box(inList) {
		if _, row, found := strings.Cut(line, "▸"); found {
			return row
		}
	}
	return ""
}

// entry is the line of the log that the cursor is on, as it reads.
func (d *driver) entry() string {
	for _, line := range d.box(inLog) {
		if _, row, found := strings.Cut(line, "▸"); found {
			return row
		}
	}
	return ""
}

// live reports whether the log follows what comes.
func (d *driver) live() bool {
	return !strings.Contains(d.screen(), "LOG  at #") && !strings.Contains(d.screen(), "frozen")
}

// inspects opens the inspector on the message that is selected, and puts its cursor on a name.
func (d *driver) inspects(name string) {
	d.t.Helper()
	if !strings.Contains(d.screen(), "╭ MESSAGE #") {
		d.keys("enter")
	}
	d.keys("g")
	for range 20 {
		for _, line := range d.box(inInspector) {
			if at, ok := strings.CutPrefix(line, "›"); ok && strings.HasPrefix(strings.TrimLeft(at, " ▾▸"), name+":") {
				return
			}
		}
		d.keys("j")
	}
	d.t.Fatalf("there is no %s:\n%s", name, d.screen())
}
