package screen

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"sockeye/model"
)

// renderer writes what a program shows to a terminal that is none of this machine, in a goroutine of its own. It does what that of
// Bubble Tea does (v2.0.10), with the same library, but for what a server cannot have for each of its screens: a buffer for drawing (of
// 230 KiB at 80x24, a quarter of what 500 sessions needed in Budgets/idle, where one for each processor does), a ticker, and an
// Update that waits while the terminal does not read.
type renderer struct {
	out  io.Writer
	news chan struct{} // of capacity 1: there is something to be written
	over chan struct{} // closed: there will be no more
	done chan struct{} // closed: all is written

	mu      sync.Mutex
	next    picture
	width   int // of the window
	height  int
	raw     []byte // sequences to be written before the picture
	erase   bool   // what is on the terminal is not known
	profile colorprofile.Profile
	synced  bool // the terminal knows synchronized output
	killed  bool // the last picture is not written

	// of the goroutine
	screen *uv.TerminalRenderer
	buffer bytes.Buffer // that screen writes to
	shown  picture
	area   uv.Rectangle
	begun  bool // a picture was written
}

// picture is what a terminal shows, and what it is asked for beside that.
type picture struct {
	content, title          string
	alternate, focus, mouse bool // mouse: it is ours
}

// pictureOf returns what a view asks for. What no view of the model has is left out: a cursor, colours of the terminal, progress.
func pictureOf(v *tea.View) picture {
	return picture{content: v.Content, title: v.WindowTitle, alternate: v.AltScreen, focus: v.ReportFocus, mouse: v.MouseMode != tea.MouseModeNone}
}

// newRenderer returns a renderer to a terminal, which has to be run.
func newRenderer(out io.Writer, t *Terminal) *renderer {
	r := &renderer{
		out: out, news: make(chan struct{}, 1), over: make(chan struct{}), done: make(chan struct{}),
		width: t.Width, height: t.Height, profile: colorprofile.Env(t.Environment),
	}
	r.screen = uv.NewTerminalRenderer(&r.buffer, t.Environment)
	r.screen.SetRelativeCursor(true)
	r.screen.SetTabStops(-1)
	r.screen.SetScrollOptim(true)
	return r
}

// change changes what is to be written.
func (r *renderer) change(f func()) {
	r.mu.Lock()
	f()
	r.mu.Unlock()
	select {
	case r.news <- struct{}{}:
	default:
	}
}

// show has a view written, if it differs from the last one.
func (r *renderer) show(v tea.View) {
	next := pictureOf(&v)
	r.mu.Lock()
	same := next == r.next
	r.mu.Unlock()
	if !same {
		r.change(func() { r.next = next })
	}
}

// receive does what Bubble Tea does with some messages, and reports whether the model is not concerned.
func (r *renderer) receive(msg tea.Msg) (own bool) {
	switch msg := msg.(type) {
	case tea.RawMsg:
		r.change(func() { r.raw = fmt.Append(r.raw, msg.Msg) })
		return true
	case tea.WindowSizeMsg:
		r.mu.Lock()
		other := msg.Width != r.width || msg.Height != r.height
		r.mu.Unlock()
		return other // typed by the terminal: its window is what the caller says, and a size has no bound
	case tea.ColorProfileMsg:
		r.change(func() { r.profile = msg.Profile })
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeSynchronizedOutput && msg.Value == ansi.ModeReset {
			r.change(func() { r.synced = true })
		}
	default:
		if msg == tea.ClearScreen() {
			r.change(func() { r.erase = true })
		}
	}
	return false
}

// run writes until stop is called, and then what restores the terminal.
func (r *renderer) run() {
	defer close(r.done)
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-r.news:
			r.write()
		case <-r.over:
			r.mu.Lock()
			killed := r.killed
			r.mu.Unlock()
			if !killed {
				r.write()
			}
			r.restore()
			return
		}
		pause.Reset(frame)
		select {
		case <-pause.C:
		case <-r.over:
		}
	}
}

// stop restores the terminal, and waits for that. killed: what is new is not written before.
func (r *renderer) stop(killed bool) {
	r.mu.Lock()
	r.killed = killed
	r.mu.Unlock()
	close(r.over)
	<-r.done
}

// drawing are buffers that screens are drawn in, which nothing is left of afterwards.
var drawing = sync.Pool{New: func() any { b := uv.NewScreenBuffer(0, 0); return &b }}

// write writes what is new.
func (r *renderer) write() {
	r.mu.Lock()
	raw, next, width, height, erase, profile, synced := r.raw, r.next, r.width, r.height, r.erase, r.profile, r.synced
	r.raw, r.erase = nil, false
	r.mu.Unlock()
	if len(raw) > 0 {
		_, _ = r.out.Write(raw)
	}
	if next == r.shown && r.begun && !erase {
		return
	}
	r.screen.SetColorProfile(profile)
	if erase {
		r.screen.Resize(width, height)
		r.screen.Erase()
	}
	content := uv.NewStyledString(next.content)
	area := uv.Rect(0, 0, width, height)
	switch {
	case next.content == "":
		area.Max.Y = 0
	case !next.alternate:
		area.Max.Y = content.Height()
	}
	if area != r.area {
		r.screen.Erase()
		r.area = area
	}
	switched := next.alternate != r.shown.alternate
	if switched {
		r.alternate(next.alternate)
	}
	r.setModes(&next, switched)
	buffer := drawing.Get().(*uv.ScreenBuffer)
	buffer.Touched = nil
	buffer.Resize(area.Dx(), area.Dy())
	buffer.Clear()
	content.Draw(buffer, area)
	lines := buffer.Lines
	buffer.Lines = lines[max(len(lines)-height, 0):]
	r.screen.Render(buffer.RenderBuffer)
	buffer.Lines = lines
	drawing.Put(buffer)
	if x, y := r.screen.Position(); !next.alternate && x >= width-1 {
		r.screen.MoveTo(0, y) // beyond the last column a terminal may go to the next line
	}
	_ = r.screen.Flush()
	var out bytes.Buffer
	if switched {
		out.WriteString(ansi.ResetModifyOtherKeys) // each of the two screens has its own
		if r.begun {
			out.WriteString(ansi.PopKittyKeyboard(1))
		}
		if next.alternate {
			out.WriteString(ansi.SetModeAltScreenSaveCursor)
		} else {
			out.WriteString(ansi.ResetModeAltScreenSaveCursor)
		}
	}
	synced = synced && r.buffer.Len() > 0
	if synced {
		out.WriteString(ansi.SetModeSynchronizedOutput)
	}
	if switched || !r.begun {
		out.WriteString(ansi.ResetModeTextCursorEnable)
	}
	out.Write(r.buffer.Bytes())
	if synced {
		out.WriteString(ansi.ResetModeSynchronizedOutput)
	}
	r.buffer.Reset()
	if out.Len() > 0 {
		_, _ = r.out.Write(out.Bytes())
	}
	r.shown, r.begun = next, true
}

// alternate changes to the alternate screen of the terminal, or back. The caller writes what does that.
func (r *renderer) alternate(enter bool) {
	if enter {
		r.screen.SaveCursor()
	}
	r.screen.Erase()
	r.screen.SetFullscreen(enter)
	r.screen.SetRelativeCursor(!enter)
	if !enter {
		r.screen.RestoreCursor()
	}
}

// setModes queues what the terminal is asked for with a picture. switched: on the other one of its screens.
func (r *renderer) setModes(next *picture, switched bool) {
	write := func(differs bool, set bool, on, off string) {
		switch {
		case differs && set:
			_, _ = r.screen.WriteString(on)
		case differs && r.begun:
			_, _ = r.screen.WriteString(off)
		}
	}
	write(!r.begun, true, ansi.SetModeBracketedPaste, "")
	write(next.focus != r.shown.focus, next.focus, ansi.SetModeFocusEvent, ansi.ResetModeFocusEvent)
	write(next.mouse != r.shown.mouse, next.mouse, ansi.SetModeMouseButtonEvent+ansi.SetModeMouseExtSgr, noMouse)
	write(next.title != r.shown.title, true, ansi.SetWindowTitle(next.title), "")
	write(!r.begun || switched, true, ansi.SetModifyOtherKeys2+ansi.PushKittyKeyboard(1)+ansi.RequestKittyKeyboard, "")
}

// noMouse leaves the mouse to the terminal.
const noMouse = ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr

// restore writes what leaves the terminal as it was before the first picture.
func (r *renderer) restore() {
	if !r.begun {
		return
	}
	r.screen.MoveTo(0, r.area.Dy()-1)
	_ = r.screen.Flush()
	var out strings.Builder
	out.WriteString(ansi.ResetModifyOtherKeys + ansi.PopKittyKeyboard(1))
	out.Write(r.buffer.Bytes())
	if r.shown.alternate {
		out.WriteString(ansi.ResetModeAltScreenSaveCursor)
	} else {
		out.WriteString(ansi.EraseScreenBelow)
	}
	out.WriteString(ansi.SetModeTextCursorEnable + ansi.ResetModeBracketedPaste)
	if r.shown.focus {
		out.WriteString(ansi.ResetModeFocusEvent)
	}
	if r.shown.mouse {
		out.WriteString(noMouse)
	}
	if r.shown.title != "" {
		out.WriteString(ansi.SetWindowTitle(""))
	}
	_, _ = io.WriteString(r.out, out.String())
}

// rendered is a model that a renderer shows.
type rendered struct {
	*model.Model
	renderer *renderer
}

// resized is a message that the window has another size.
type resized tea.WindowSizeMsg

// filter is for tea.WithFilter.
func (r *rendered) filter(m tea.Model, msg tea.Msg) tea.Msg {
	if size, ok := msg.(resized); ok {
		r.renderer.change(func() { r.renderer.width, r.renderer.height, r.renderer.erase = size.Width, size.Height, true })
		msg = tea.WindowSizeMsg(size)
	}
	if r.renderer.receive(msg) {
		return nil
	}
	return r.Model.Filter(m, msg)
}

// Update implements tea.Model.
func (r *rendered) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := r.Model.Update(msg)
	return r, cmd
}

// View implements tea.Model. Bubble Tea writes nothing itself.
func (r *rendered) View() tea.View {
	r.renderer.show(r.Model.View())
	return tea.View{}
}
