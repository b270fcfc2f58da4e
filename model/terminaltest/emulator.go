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
	e := &emulator{
		answer: answer, speaks: speaks, changing: make(chan struct{}),
		vt: vt10x.New(vt10x.WithSize(columns, rows)), parser: ansi.NewParser(), modes: newModes(),
		watch: func(Screen) {},
	}
	e.parser.SetHandler(ansi.Handler{HandleCsi: e.control, HandleOsc: e.command})
	e.snapshot()
	return e
}

// draw draws what a program has written.
func (e *emulator) draw(written string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	var drawn []byte
	flush := func() {
		_, _ = e.vt.Write(drawn) // it only ever fails to read, and drawn is whole
		drawn = drawn[:0]
	}
	for i := range len(written) {
		e.unit = append(e.unit, written[i])
		if e.parser.Advance(written[i]); e.parser.State() != parser.GroundState {
			continue
		}
		if !e.foreign {
			drawn = append(drawn, inCells(e.unit)...)
		}
		if e.reply != nil && e.speaks {
			flush() // the answer depends on it, and must not come before
			e.answer(e.reply())
		}
		if e.entire {
			flush()
			e.snapshot()
			e.watch(e.shown)
		}
		e.unit, e.foreign, e.reply, e.entire = e.unit[:0], false, nil, false
	}
	flush()
	if !e.modes.private[synchronized] {
		e.snapshot()
	}
	e.notify()
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

// notify wakes the goroutines that wait for a change. It needs e.mu.
func (e *emulator) notify() {
	close(e.changing)
	e.changing = make(chan struct{})
}

// snapshot makes what is drawn the picture that is shown. It needs e.mu.
func (e *emulator) snapshot() {
	now, before := time.Now(), e.shown
	lines := strings.Split(strings.TrimSuffix(e.vt.String(), "\n"), "\n")
	e.shown = Screen{Lines: lines, Since: make([]time.Time, len(lines))}
	for i, line := range lines {
		e.shown.Since[i] = now
		if i < len(before.Lines) && before.Lines[i] == line {
			e.shown.Since[i] = before.Since[i]
		}
	}
}

// screen returns what is shown, and a channel that is closed when something is drawn after that.
func (e *emulator) screen() (Screen, <-chan struct{}) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.shown, e.changing
}

func (e *emulator) watched(f func(Screen)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.watch = f
}

func (e *emulator) resize(columns, rows int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.vt.Resize(columns, rows)
	e.setTabs(columns)
	e.snapshot()
	e.notify()
}

// setTabs sets the tab stops, of which vt10x has none in columns that a terminal has grown by. It needs e.mu.
func (e *emulator) setTabs(columns int) {
	const apart = 8
	line, column := e.cursor()
	var stops strings.Builder
	for c := 1 + apart; c <= columns; c += apart {
		stops.WriteString(ansi.CursorPosition(c, line) + ansi.HorizontalTabSet)
	}
	_, _ = e.vt.Write([]byte(stops.String() + ansi.CursorPosition(column, line)))
}

func (e *emulator) answers(questions bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.speaks = questions
}

// cursor returns where the cursor is, counted from 1. It needs e.mu.
func (e *emulator) cursor() (line, column int) {
	e.vt.Lock()
	defer e.vt.Unlock()
	at := e.vt.Cursor()
	return at.Y + 1, at.X + 1
}
