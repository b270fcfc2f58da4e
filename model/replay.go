package model

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/model/action"
	"sockeye/model/command"
	"sockeye/model/pane"
	"sockeye/widgets/header"
)

// replayActions are what keys do in a replay, and nowhere else.
func replayActions() []record {
	plays := func(do func(*replayPane)) func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
		return func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
			do(&replayPane{m.host(), m.options.Playback})
			return nil
		}
	}
	paused := func(m *Model) bool { return m.options.Playback.Status().Paused }
	return []record{
		{Name: "play", Panes: action.Anywhere, Keys: []string{"space"}, Help: "play, or pause", Replays: true, Run: plays((*replayPane).toggle),
			Footer: []keyHint{{Rank: 1, Words: "play", When: paused}, {Rank: 1, Words: "pause", When: func(m *Model) bool { return !paused(m) }}}},
		{Name: "back-in-time", Panes: action.Anywhere, Keys: []string{"<"}, Help: "back by a tenth of the chart's window", Replays: true, Run: plays(func(p *replayPane) { p.move(-1) }),
			Footer: []keyHint{{Rank: 2, Words: "seek", With: "forward-in-time", By: "/"}}},
		{Name: "forward-in-time", Panes: action.Anywhere, Keys: []string{">"}, Help: "forward by a tenth of the chart's window", Replays: true, Run: plays(func(p *replayPane) { p.move(1) })},
		{Name: "slower", Panes: action.Anywhere, Keys: []string{"{"}, Help: "slower", Replays: true, Run: plays(func(p *replayPane) { p.accelerate(-1) }),
			Footer: []keyHint{{Rank: 3, Words: "speed", With: "faster", By: "/"}}},
		{Name: "faster", Panes: action.Anywhere, Keys: []string{"}"}, Help: "faster", Replays: true, Run: plays(func(p *replayPane) { p.accelerate(1) })},
		{Name: "skip", Panes: action.Anywhere, Keys: []string{")"}, Help: "on to the next gap, outage or alert", Replays: true, Run: plays((*replayPane).next),
			Footer: []keyHint{{Rank: 4, Words: "next gap or alert"}}},
	}
}

// replayPane is the playback of a replay, for the operator.
type replayPane struct {
	on       pane.Screen
	playback *feed.Playback
}

// toggle pauses, or plays on.
func (p *replayPane) toggle() {
	s := p.playback.Status()
	if s.Paused && !s.At.Before(s.End) {
		p.on.Notices.ShowError(errors.New("this is the end of the recording: " + p.on.Keys.Label("back-in-time") + " goes back"))
		return
	}
	p.playback.Pause(!s.Paused)
	p.on.Refresh()
}

// seekParts is which part of the window of the chart one key goes.
const seekParts = 10

// move goes so many steps forward, or back.
func (p *replayPane) move(steps int) {
	p.seek(p.playback.Now().Add(time.Duration(steps) * *p.on.Window / seekParts))
}

// seek goes on at a time, with what the chart shows before it.
func (p *replayPane) seek(at time.Time) {
	p.playback.SetWindow(*p.on.Window)
	p.playback.Seek(at)
}

// speeds are how fast a replay can be, in times as fast as it was.
var speeds = []float64{0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 100, 300, 1000, math.Inf(1)}

// accelerate has it play faster, or slower.
func (p *replayPane) accelerate(by int) {
	is := p.playback.Status().Speed
	place := slices.IndexFunc(speeds, func(s float64) bool { return s >= is })
	if by > 0 && speeds[place] > is {
		by = 0 // a speed of the command line lies between two
	}
	p.playback.SetSpeed(speeds[min(max(place+by, 0), len(speeds)-1)])
	p.on.Refresh()
}

// next goes on to what is worth seeing.
func (p *replayPane) next() {
	if s := p.playback.Status(); !s.At.Before(s.End) {
		p.on.Notices.ShowError(errors.New("this is the end of the recording"))
		return
	}
	p.playback.Next()
	p.on.Refresh()
}

// targetReplay implements command.Replay.
type targetReplay struct{ m *Model }

func (r targetReplay) Span() (begin, end time.Time) {
	s := r.m.options.Playback.Status()
	return s.Begin, s.End
}

func (r targetReplay) Seek(at time.Time) {
	p := replayPane{r.m.host(), r.m.options.Playback}
	p.seek(at)
}

// setNow notes when a message comes: on the clock of the recording, where there is one.
func (m *Model) setNow(wall time.Time) {
	m.wall, m.now = wall, wall
	if m.options.Playback != nil {
		m.now = m.options.Playback.Now()
	}
}

// refuses returns why this screen does nothing that sends something, or that makes or ends a connection; nil where it does.
// name is that of a key's action or of a command.
func (o *Options) refuses(name string, sends, connects bool) error {
	switch {
	case o.Share != nil:
		return o.Share.Refuses(name, sends, connects)
	case o.Playback != nil && (sends || connects):
		return feed.ErrReplay
	case o.ReadOnly && sends:
		return command.ErrReadOnly
	}
	return nil
}

// replayed is what the header says of a replay; nothing where playback is nil.
func replayed(playback *feed.Playback) header.Replay {
	if playback == nil {
		return header.Replay{}
	}
	s := playback.Status()
	r := header.Replay{Is: true, How: formatSpeed(s.Speed)}
	switch {
	case s.Paused && !s.At.Before(s.End):
		r.How = "at the end"
	case s.Paused:
		r.How = "paused"
	case s.Searching:
		r.How = "searching"
	}
	return r
}

func formatSpeed(speed float64) string {
	if math.IsInf(speed, 1) {
		return "max"
	}
	return strconv.FormatFloat(speed, 'g', 4, 64) + "x"
}
