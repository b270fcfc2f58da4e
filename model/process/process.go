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
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/eventlog"
	"sockeye/feed/headless"
	"sockeye/feed/learned"
	"sockeye/feed/notify"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/model"
	"sockeye/model/config"
	"sockeye/model/flow"
	"sockeye/model/recall"
	"sockeye/model/terminal"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
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
	commands *notify.Commands
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
			p.commands.Define(s.UI.Commands)
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
	limitMemory(o.UI.History)
	ring := int64(0)
	if recorded == nil {
		ring = headless.RingBytes(o.UI.History)
	}
	recorders := headless.NewRecorders(o.Record, ring, nil)
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
	p.commands = notify.NewCommands()
	defer p.commands.Close()
	p.commands.Define(o.Settings.UI.Commands)

	recalled, err := openRecall(o.Recall)
	defer func() { recalled.Close(exitTime / 5) }()
	if err != nil { // no reason not to watch
		fmt.Fprintln(os.Stderr, "sockeye: earlier commands cannot be read, and those of now are kept until the end:", text.SanitizeLines(err.Error()))
	}
	var logging sync.WaitGroup
	network := feed.NewNetwork()
	if o.EventLog != nil {
		headless.LogNetwork(network, o.EventLog)
	}
	start := func(b *preset.Bound) *feed.Feed {
		f := feed.New(ctx, b, p.fail)
		network.Add(f)
		defer f.Start()
		headless.RunCommands(f, p.commands, recorders, nil)
		if o.EventLog != nil {
			logging.Go(func() { headless.Log(f, o.EventLog) })
		}
		if o.Learned != nil {
			logging.Go(func() { headless.Learn(f, o.Learned, nil) })
		}
		logging.Go(recorders.Run(f))
		if o.RecordAll {
			if _, err := recorders.Start(f); err != nil {
				f.Note(event.Trouble, err.Error())
			}
		}
		return f
	}
	var feeds []*feed.Feed
	for _, b := range bound {
		feeds = append(feeds, start(b))
	}
	var playback *feed.Playback
	if recorded != nil {
		playback = feed.NewPlayback(ctx, recorded, p.fail)
		feeds = playback.Feeds()
		o.Play(playback)
	}
	remote := os.Getenv("SSH_CONNECTION") != "" || os.Getenv("SSH_TTY") != ""
	p.flow = flow.New(remote)
	out := flow.NewWriter(os.Stdout, p.flow)
	options := model.Options{
		Theme:    theme.Default(),
		Settings: o.Settings,
		Flow:     p.flow,
		Recall:   recalled,
		Desktop:  terminal.DesktopOf(os.Getenv),
		ReadOnly: o.ReadOnly,
		Playback: playback,
		Network:  network,
		NoColour: noColour(os.Getenv),
		Tmux:     os.Getenv("TMUX") != "",
		Reload:   p.defining(limited(ring, o.Reload)),
		Files:    o.Files,
		Transfer: out.Transfer,
		Open: func(name string) (*feed.Feed, error) {
			b, err := o.Bind(name)
			if err != nil {
				return nil, err
			}
			return start(b), nil
		},
	}
	if c := terminal.NewClipboard(os.Getenv, remote, config.StateDir()); c != nil {
		options.Clipboard = c.Copy
	}
	if canSuspend {
		options.Suspend = p.requestSuspend
	}
	if playback == nil {
		options.Recorder = recorders
	}
	screen := model.New(ctx, feeds, options)
	if playback != nil { // the screen watches from the beginning on
		feeds[0].Start()
	}
	p.program = tea.NewProgram(screen, tea.WithoutSignalHandler(), tea.WithFilter(screen.Filter),
		tea.WithInput(p.keyboard), tea.WithOutput(out))
	close(p.ready)

	defer p.handleSignals()()
	_, err = p.program.Run()
	close(p.stopped)
	if broken := p.broken.Load(); broken != nil { // what is broken may hold whatever the others wait for
		return 0, faultOf(*broken)
	}
	closeFeeds(screen.Feeds())
	waitFor(&logging)
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
	waitFor(&closing)
}

// waitFor waits until all have ended, but no longer than exitTime.
func waitFor(group *sync.WaitGroup) {
	ended := make(chan struct{})
	go func() {
		group.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(exitTime):
	}
}
