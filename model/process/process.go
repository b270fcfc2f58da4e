// Package process runs a screen on feeds, from the first render to the exit code. It starts the feeds and Bubble Tea on the
// terminal that the process has, and ends them when the operator leaves, a signal comes or something breaks: whatever the
// terminal, a server or a fault of our own does, the process ends and the terminal is as it was.
//
// What belongs to the whole process is here and nowhere else: standard input and output, the environment that describes
// the terminal, signals, os.Exit. What the screen shows is for package model.
package process

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"sockeye/feed"
	"sockeye/feed/eventlog"
	"sockeye/feed/headless"
	"sockeye/feed/learned"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/model"
	"sockeye/model/config"
	"sockeye/model/feeds"
	"sockeye/model/flow"
	"sockeye/model/recall"
	"sockeye/model/screen"
	"sockeye/model/terminal"
	"sockeye/widgets/text"
)

// Options are what a screen is run with. All fields but EventLog, Learned and Record are required.
type Options struct {
	model.Settings
	ReadOnly  bool                                        // the operator sends nothing
	Recall    string                                      // the file of earlier commands
	Bind      func(name string) (*preset.Bound, error)    // a preset or an address that the operator opens
	Reload    func() (settings model.Settings, err error) // reads the configuration again; like Bind on a goroutine of its own
	Files     *config.Files                               // which both read
	EventLog  *eventlog.Log                               // where changes are written; nil: nowhere
	Play      func(*feed.Playback)                        // begins to play what Replay shows
	Learned   *learned.Folder                             // where the rhythms of feeds are kept; nil: nowhere
	Record    func() recording.Folder                     // where feeds are recorded
	RecordAll bool                                        // all are, from their start on; else those of which the operator or an alert asks for it
}

// process is the whole process while a screen runs in it.
type process struct {
	terminal *terminal.Terminal
	keyboard *terminal.Keyboard
	feeds    *feeds.Starter
	program  *tea.Program
	flow     *flow.Control
	suspends chan struct{} // the operator wants the program to suspend
	ready    chan struct{} // closed when there is a program: a feed that breaks at once waits for it
	stopped  chan struct{} // closed when the program has ended
	broken   atomic.Pointer[error]
	signal   atomic.Int32 // that has ended it; 0: none
}

// defining is a Reload that has the commands of alerts follow the configuration.
func (p *process) defining(reload func() (model.Settings, error)) func() (model.Settings, error) {
	return func() (model.Settings, error) {
		s, err := reload()
		if err == nil {
			p.feeds.Commands.Define(s.UI.Commands)
		}
		return s, err
	}
}

// Run shows feeds, which it starts and closes, on the terminal of standard output until the operator leaves. code is the
// exit code where nothing went wrong: 128 and the signal's number, if one has ended it. It may end the process itself.
func Run(bound []*preset.Bound, o Options) (code int, err error) { return run(bound, nil, o) }

// Replay is Run for recorded feeds, which it plays. Nothing is sent, recorded or written about them, and no command of an alert is
// run.
func Replay(recorded []feed.PlayedFeed, o Options) (code int, err error) {
	return run(nil, recorded, o)
}

func run(bound []*preset.Bound, recorded []feed.PlayedFeed, o Options) (code int, err error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	signals := notifySignals()
	limitMemory(o.UI.History)
	ring := int64(0)
	if recorded == nil {
		ring = headless.RingBytes(o.UI.History)
	}
	o.UI.History -= ring
	p := &process{ready: make(chan struct{}), stopped: make(chan struct{}), suspends: make(chan struct{}, 1)}
	if p.terminal, err = terminal.Keep(os.Stdout); err != nil {
		return 0, err
	}
	keys := os.Stdin
	if !term.IsTerminal(keys.Fd()) { // what is typed comes from the terminal all the same
		if keys, _, err = tea.OpenTTY(); err != nil {
			return 0, err
		}
	}
	p.keyboard = terminal.NewKeyboard(keys, func() { time.AfterFunc(exitTime, func() { p.force(0) }) })
	p.feeds = feeds.NewStarter(ctx, feeds.Options{
		EventLog: o.EventLog, Learned: o.Learned, Record: o.Record, RecordAll: o.RecordAll, Ring: ring,
		Crash: func(_ *preset.Bound, err error) { p.fail(err) },
	})
	defer p.feeds.Commands.Close()
	p.feeds.Commands.Define(o.Settings.UI.Commands)

	recalled, err := openRecall(o.Recall)
	defer func() { recalled.Close(exitTime / 5) }()
	if err != nil { // no reason not to watch
		fmt.Fprintln(os.Stderr, "sockeye: earlier commands cannot be read, and those of now are kept until the end:", text.SanitizeLines(err.Error()))
	}
	var shown []*feed.Feed
	for _, b := range bound {
		shown = append(shown, p.feeds.Start(b))
	}
	var playback *feed.Playback
	if recorded != nil {
		playback = feed.NewPlayback(ctx, recorded, p.fail)
		shown = playback.Feeds()
		o.Play(playback)
	}
	on := screen.Terminal{Environment: os.Environ(), In: p.keyboard, Out: os.Stdout}
	on.Remote = on.Getenv("SSH_CONNECTION") != "" || on.Getenv("SSH_TTY") != ""
	options := model.Options{
		Settings: o.Settings,
		Recall:   recalled,
		ReadOnly: o.ReadOnly,
		Playback: playback,
		Network:  p.feeds.Network,
		Reload:   p.defining(limited(ring, o.Reload)),
		Files:    o.Files,
		Open: func(name string) (*feed.Feed, error) {
			b, err := o.Bind(name)
			if err != nil {
				return nil, err
			}
			return p.feeds.Start(b), nil
		},
	}
	if c := terminal.NewClipboard(on.Getenv, on.Remote, config.StateDir()); c != nil {
		options.Clipboard = c.Copy
	}
	if canSuspend {
		options.Suspend = p.requestSuspend
	}
	if playback == nil {
		options.Recorder = p.feeds.Recorders
	}
	s := screen.New(ctx, on, shown, options)
	if playback != nil { // the screen watches from the beginning on
		shown[0].Start()
	}
	p.program, p.flow = s.Program, s.Flow
	close(p.ready)

	defer p.handleSignals(signals)()
	err = s.Run()
	close(p.stopped)
	if broken := p.broken.Load(); broken != nil { // what is broken may hold whatever the others wait for
		return 0, faultOf(*broken)
	}
	closeFeeds(s.Model.Feeds())
	waitFor(p.feeds.Wait)
	if err != nil && p.keyboard.Gone() { // the system ends what is typed before it sends the signal
		p.signal.CompareAndSwap(0, int32(syscall.SIGHUP))
	}
	if p.signal.Load() != 0 {
		return 128 + int(p.signal.Load()), nil
	}
	return 0, err
}

// openRecall reads earlier commands, and waits for the disk no longer than exitTime.
func openRecall(file string) (*recall.Lines, error) {
	type opened struct {
		lines *recall.Lines
		err   error
	}
	done := make(chan opened, 1)
	go func() {
		lines, err := recall.Open(file)
		done <- opened{lines, err}
	}()
	select {
	case o := <-done:
		return o.lines, o.err
	case <-time.After(exitTime):
		return &recall.Lines{}, fmt.Errorf("%s: the disk does not answer", file)
	}
}

// closeFeeds closes feeds, and waits for a server that reads nothing no longer than exitTime.
func closeFeeds(feeds []*feed.Feed) {
	var closing sync.WaitGroup
	for _, f := range feeds {
		closing.Go(f.Close)
	}
	waitFor(closing.Wait)
}

// waitFor waits no longer than exitTime.
func waitFor(wait func()) {
	ended := make(chan struct{})
	go func() {
		wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(exitTime):
	}
}
