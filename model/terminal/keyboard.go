package terminal

import (
	"bytes"
	"io"
	"os"
	"sync"

	"github.com/charmbracelet/x/term"
)

// mostKept is how much of what was typed waits for the program, in bytes. While so much waits, nothing more is read.
const mostKept = 1 << 20

// Keyboard reads what is typed, whether the program reads it or not: one that is stuck reads nothing, and must be notified of
// ctrl+c all the same. What it does not read at once is kept for it. For Bubble Tea it is the terminal, which is put into
// raw mode.
//
// It is no [os.File], and must not be usable as one: of that, Bubble Tea would wait for the terminal to have something to
// read, and not for what is kept. The price is that Bubble Tea cannot end a Read that waits; see [Keyboard.Pause].
type Keyboard struct {
	term.File
	again func()
	begin sync.Once
	ended chan struct{} // closed when no more is read

	mu      sync.Mutex
	changed sync.Cond // any of the following
	kept    []byte    // typed, and not returned by Read yet
	err     error     // why no more is read
	paused  bool
	pressed int // how often ctrl+c was
}

// NewKeyboard returns the keyboard of the terminal in. again is called once, in a goroutine of its own, when ctrl+c is
// pressed for the second time: the program may be stuck, and not read the first. Nothing is read before the first
// Read.
func NewKeyboard(in term.File, again func()) *Keyboard {
	k := &Keyboard{File: in, again: again, ended: make(chan struct{})}
	k.changed.L = &k.mu
	return k
}

// Read waits for something to be typed. It is for one goroutine. Once the terminal is gone, and all that was typed
// before is read, it returns the error of that; while the keyboard is paused, io.EOF.
func (k *Keyboard) Read(p []byte) (int, error) {
	k.begin.Do(func() { go k.listen() })
	k.mu.Lock()
	defer k.mu.Unlock()
	for len(k.kept) == 0 && k.err == nil && !k.paused {
		k.changed.Wait()
	}
	switch {
	case k.paused:
		return 0, io.EOF
	case len(k.kept) == 0:
		return 0, k.err
	}
	n := copy(p, k.kept)
	k.kept = k.kept[n:]
	k.changed.Broadcast()
	return n, nil
}

// Ended returns what is closed when the terminal can be read no more.
func (k *Keyboard) Ended() <-chan struct{} { return k.ended }

// Gone reports whether the terminal can be read no more.
func (k *Keyboard) Gone() bool {
	select {
	case <-k.ended:
		return true
	default:
		return false
	}
}

// Pause ends the Read that waits, and all that follow until Continue. What is typed meanwhile is kept.
func (k *Keyboard) Pause() { k.pause(true) }

// Continue ends Pause.
func (k *Keyboard) Continue() { k.pause(false) }

func (k *Keyboard) pause(paused bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.paused = paused
	k.changed.Broadcast()
}

// listen reads the terminal until it is gone.
func (k *Keyboard) listen() {
	in := io.Reader(k.File)
	if file, is := k.File.(*os.File); is {
		if waited := newInput(file); waited != nil {
			in = waited
		}
	}
	p := make([]byte, 4096)
	for {
		n, err := in.Read(p)
		k.keep(p[:n], err)
		if err != nil {
			return
		}
	}
}

// interrupts are what terminals send for ctrl+c: the byte, and the sequence of the Kitty protocol.
var interrupts = [][]byte{{3}, []byte("\x1b[99;5u")}

// keep keeps what was typed, and waits until there is space for more.
func (k *Keyboard) keep(typed []byte, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	before := k.pressed
	for _, i := range interrupts {
		k.pressed += bytes.Count(typed, i)
	}
	if before < 2 && k.pressed >= 2 {
		go k.again()
	}
	if k.kept, k.err = append(k.kept, typed...), err; err != nil {
		close(k.ended)
	}
	k.changed.Broadcast()
	for len(k.kept) >= mostKept {
		k.changed.Wait()
	}
}
