package screen

import (
	"reflect"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/model"
)

// frame is how far apart two renders are at the least.
const frame = time.Second / 60

// pace has Bubble Tea write a change of the screen at once, and nothing else. By itself it (v2.0.10) asks sixty times a second whether
// there is something to write, on each screen: that was most of what a screen needs of the processor with nothing new (Budgets/cpu), and a
// change waited for 8 ms on average. There is no option for that but fewer renders, which would be late. All of it happens where messages are
// received.
type pace struct {
	program *tea.Program
	write   chan time.Time // has Bubble Tea write; of capacity 1
	next    time.Time      // when it may
	asked   bool           // a writeMsg is on its way
}

// writeMsg is received once Bubble Tea has the view that is to be written.
type writeMsg struct{}

// newPace returns the pace of a program that does not run yet; it is nil in a version of Bubble Tea that writes in another way.
func newPace(p *tea.Program) *pace {
	write := make(chan time.Time, 1)
	if !setTicker(p, write) {
		return nil
	}
	return &pace{program: p, write: write}
}

// setTicker has a program write when ticks says so, and reports whether it does. The ticker is a field that Bubble Tea keeps to itself, and
// makes only where there is none. Its own ticks go where nothing receives them, for which Go (1.23) runs no timer.
func setTicker(p *tea.Program, ticks <-chan time.Time) (set bool) {
	ticker := field(reflect.ValueOf(p).Elem(), "ticker")
	if !ticker.IsValid() || ticker.Type() != reflect.TypeFor[*time.Ticker]() {
		return false
	}
	t := time.NewTicker(time.Hour)
	t.C = ticks
	ticker.Set(reflect.ValueOf(t))
	return true
}

// wake has the program write what it is about to have.
func (s *pace) wake() {
	if s == nil || s.asked {
		return
	}
	s.asked = true
	send := func() { s.program.Send(writeMsg{}) }
	if in := time.Until(s.next); in > 0 {
		time.AfterFunc(in, send)
		return
	}
	go send()
}

// filter is for tea.WithFilter: it reports whether a message is for the pace alone.
func (s *pace) filter(msg tea.Msg) (own bool) {
	if _, own = msg.(writeMsg); !own {
		return false
	}
	s.asked, s.next = false, time.Now().Add(frame)
	select {
	case s.write <- time.Now():
	default: // it is about to
	}
	return true
}

// paced is a model whose program writes when there is something new.
type paced struct {
	*model.Model
	pace  *pace   // nil: Bubble Tea writes as it does
	shown picture // the last view
	other bool    // the message was none of the model's own: Bubble Tea may have written something itself
}

// Update implements tea.Model.
func (p *paced) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, reply := msg.(tea.CursorPositionMsg)
	p.other = !reply && reflect.TypeOf(msg).PkgPath() == reflect.TypeFor[tea.View]().PkgPath()
	_, cmd := p.Model.Update(msg)
	return p, cmd
}

// View implements tea.Model. It is called when Bubble Tea is to have what is new.
func (p *paced) View() tea.View {
	v := p.Model.View()
	if v.Content == "" { // the size of the terminal is to come, and a write of nothing would be what the first picture waits for
		return v
	}
	if p.isNew(&v) {
		p.pace.wake()
	}
	return v
}

// isNew reports whether there is something to be written, and keeps the view to compare the next one with it.
func (p *paced) isNew(v *tea.View) bool {
	before := p.shown
	p.shown = pictureOf(v)
	return p.other || p.shown != before
}
