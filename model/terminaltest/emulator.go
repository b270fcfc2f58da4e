package terminaltest

import (
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/parser"
	"github.com/hinshun/vt10x"
)

// Screen is what the emulator shows at one moment. It does not change.
type Screen struct {
	// Lines are the lines from top to bottom, as many as the terminal has rows. Each has as many characters as the
	// terminal has columns, spaces included: a character is a cell. Widths are those of wcwidth(3), which counts
	// characters one by one: one that is two cells wide has a space behind it, and combining marks are not shown.
	Lines []string
	// Since says, for each line, since when it has read as it does.
	Since []time.Time
}

// String is the lines, separated by "\n".
func (s Screen) String() string { return strings.Join(s.Lines, "\n") }

// emulator is the far end of a terminal: it draws what has arrived there, and answers questions in their order.
type emulator struct {
	answer func(text string)

	mu       sync.Mutex
	changing chan struct{} // closed and replaced whenever something is drawn
	shown    Screen
	vt       vt10x.Terminal
	parser   *ansi.Parser
	unit     []byte        // the sequence or character that is not complete yet
	foreign  bool          // unit is a sequence that vt would read as another one
	reply    func() string // to unit, once all before it is drawn; nil if it is no question
	entire   bool          // unit says that a picture is whole
	speaks   bool          // questions are answered
	modes    modes
	watch    func(Screen) // is called with each picture that is whole by the program's own word
}

// newEmulator returns an emulator that gives its answers to answer.
func newEmulator(columns, rows int, answer func(string), speaks bool) *emulator {
	g := &emulator{
		answer: answer, speaks: speaks, changing: make(chan struct{}),
		vt: vt10x.New(vt10x.WithSize(columns, rows)), parser: ansi.NewParser(), modes: newModes(),
		watch: func(Screen) {},
	}
	g.parser.SetHandler(ansi.Handler{HandleCsi: g.control, HandleOsc: g.command})
	g.snapshot()
	return g
}

// draw draws what a program has written.
func (g *emulator) draw(written string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var drawn []byte
	flush := func() {
		_, _ = g.vt.Write(drawn) // it only ever fails to read, and drawn is whole
		drawn = drawn[:0]
	}
	for i := range len(written) {
		g.unit = append(g.unit, written[i])
		if g.parser.Advance(written[i]); g.parser.State() != parser.GroundState {
			continue
		}
		if !g.foreign {
			drawn = append(drawn, inCells(g.unit)...)
		}
		if g.reply != nil && g.speaks {
			flush() // the answer depends on it, and must not come before
			g.answer(g.reply())
		}
		if g.entire {
			flush()
			g.snapshot()
			g.watch(g.shown)
		}
		g.unit, g.foreign, g.reply, g.entire = g.unit[:0], false, nil, false
	}
	flush()
	if !g.modes.private[synchronized] {
		g.snapshot()
	}
	g.notify()
}

// inCells returns what vt is to draw for a sequence or character. To vt, every character is one cell: of a wide one, the
// second cell is a space, and a mark that combines with the character before is left out.
func inCells(unit []byte) []byte {
	if unit[0] < utf8.RuneSelf {
		return unit
	}
	switch ansi.StringWidthWc(string(unit)) {
	case 0:
		return nil
	case 2:
		return append(unit, ' ')
	}
	return unit
}

// notify wakes the goroutines that wait for a change. It needs g.mu.
func (g *emulator) notify() {
	close(g.changing)
	g.changing = make(chan struct{})
}

// snapshot makes what is drawn the picture that is shown. It needs g.mu.
func (g *emulator) snapshot() {
	now, before := time.Now(), g.shown
	lines := strings.Split(strings.TrimSuffix(g.vt.String(), "\n"), "\n")
	g.shown = Screen{Lines: lines, Since: make([]time.Time, len(lines))}
	for i, line := range lines {
		g.shown.Since[i] = now
		if i < len(before.Lines) && before.Lines[i] == line {
			g.shown.Since[i] = before.Since[i]
		}
	}
}

// screen returns what is shown, and a channel that is closed when something is drawn after that.
func (g *emulator) screen() (Screen, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shown, g.changing
}

func (g *emulator) watched(f func(Screen)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.watch = f
}

func (g *emulator) resize(columns, rows int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.vt.Resize(columns, rows)
	g.snapshot()
	g.notify()
}

func (g *emulator) answers(questions bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.speaks = questions
}

// cursor returns where the cursor is, counted from 1. It needs g.mu.
func (g *emulator) cursor() (line, column int) {
	g.vt.Lock()
	defer g.vt.Unlock()
	at := g.vt.Cursor()
	return at.Y + 1, at.X + 1
}
