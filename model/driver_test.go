package model

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
	"sockeye/feed/notify"
	"sockeye/feed/preset"
	"sockeye/model/config"
	"sockeye/model/flow"
	"sockeye/model/recall"
	"sockeye/model/terminal"
	"sockeye/widgets/theme"
)

// patience bounds what a test waits for; it is never waited out when all is well.
const patience = 20 * time.Second

// driver is a Bubble Tea program without a terminal: it runs the model's commands and passes their messages to
// Update, one at a time.
type driver struct {
	commands *notify.Commands // of alerts
	t        *testing.T
	m        *Model
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
func drive(t *testing.T, presets ...*preset.Bound) *driver {
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
	d.m = New(ctx, feeds, Options{
		Settings: Settings{Keys: DefaultKeys(), Location: time.UTC, UI: config.UI{FPS: 1000, History: 1 << 20}, Presets: []string{"alpha", "beta"}},
		Theme:    theme.Default(), Flow: flow.New(false), Recall: &recall.Lines{},
		Desktop: terminal.DesktopOf(func(name string) string { return map[string]string{"TERM": "xterm"}[name] }),
		Reload:  func() (Settings, error) { return Settings{}, errors.New("line 3: no\nmore") },
		Open: func(name string) (*feed.Feed, error) {
			server := feedtest.New(t, talk())
			return start(ticks(t, name, server.URL())), nil
		},
	})
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

// defines has alerts know commands.
func (d *driver) defines(commands ...notify.Command) {
	d.m.options.UI.Commands = commands
	d.commands.Define(commands)
}
