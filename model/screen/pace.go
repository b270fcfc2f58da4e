package screen

import (
	"reflect"
	"sync"
	"time"
	"unsafe"

	tea "charm.land/bubbletea/v2"

	"sockeye/model"
)

const (
	// soon is how long after a change of the screen it is written: by then Bubble Tea has the view.
	soon = 2 * time.Millisecond
	// frame is how far apart two renders are at the least.
	frame = time.Second / 60
	// late is how long after that it is seen once more whether there is something to write: for what Bubble Tea had too late.
	late = time.Second / 10
	// rest is how often Bubble Tea sees that where nothing changes.
	rest = time.Second
)

// pace has Bubble Tea write a change of the screen at once, and rest until there is one. By itself it (v2.0.10) asks sixty times a
// second whether there is something to write, on each screen: that was most of what a screen needs of the processor with nothing new
// (Budgets/cpu), and a change waited for 8 ms on average. There is no option for that but fewer renders, which would be late.
type pace struct {
	ticker *time.Ticker // of Bubble Tea; nil: it is as it is
	slow   *time.Timer  // has it rest

	mu    sync.Mutex
	next  time.Time // when it writes, or has written last
	again bool      // it is seen once more since then
}

// newPace returns the pace of a program that runs.
func newPace(p *tea.Program) *pace {
	s := &pace{ticker: tickerOf(p)}
	if s.ticker != nil {
		s.slow = time.AfterFunc(late, s.slowDown)
	}
	return s
}

// tickerOf returns what makes a program write, which Bubble Tea keeps to itself; nil where a version has none of that name, or the
// program does not run.
func tickerOf(p *tea.Program) *time.Ticker {
	field := reflect.ValueOf(p).Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return *(**time.Ticker)(unsafe.Pointer(field.UnsafeAddr()))
}

// wake has the program write soon.
func (s *pace) wake() {
	if s.ticker == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if now.Before(s.next) {
		return // it is about to
	}
	in := max(soon, s.next.Add(frame).Sub(now))
	s.next, s.again = now.Add(in), false
	s.ticker.Reset(in)
	s.slow.Reset(in + soon)
}

// slowDown has the program rest, unless it is about to write.
func (s *pace) slowDown() {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case time.Now().Before(s.next):
	case s.again:
		s.ticker.Reset(rest)
	default:
		s.again = true
		s.ticker.Reset(late)
		s.slow.Reset(late + soon)
	}
}

// paced is a model whose program writes when there is something new.
type paced struct {
	*model.Model
	program *tea.Program // nil before it is made
	pace    *pace        // nil before the first view
	content string       // of the last view
	other   bool         // the message was none of the model's own: Bubble Tea may have written something itself
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
	if p.pace == nil {
		p.pace, p.other = newPace(p.program), true
	}
	if p.other || v.Content != p.content {
		p.pace.wake()
	}
	p.content = v.Content
	return v
}
