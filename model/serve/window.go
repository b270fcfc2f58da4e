package serve

import (
	"context"
	"strings"
	"time"

	"charm.land/ssh"
)

// What a window can have, so that the memory of a screen has a bound.
const (
	mostColumns = 500
	mostLines   = 200
)

// resizeInterval is the least time between two sizes that a screen is given.
const resizeInterval = 50 * time.Millisecond

// size returns the size of a window for a screen.
func size(w ssh.Window) (columns, lines int) {
	return min(max(w.Width, 1), mostColumns), min(max(w.Height, 1), mostLines)
}

// clientTerminal is the terminal of a client, as it has asked for it.
type clientTerminal struct {
	kind   string // TERM
	first  ssh.Window
	latest chan ssh.Window // of capacity 1: the size of the window, where it has changed
}

// newClientTerminal returns the terminal that a client asks for. All sizes of its window are received, whoever wants to know them:
// what is not received would hold up all that the client sends.
func newClientTerminal(pty ssh.Pty, windows <-chan ssh.Window) *clientTerminal {
	t := &clientTerminal{kind: knownKind(pty.Term), first: pty.Window, latest: make(chan ssh.Window, 1)}
	go func() {
		for w := range windows {
			select {
			case <-t.latest:
			default:
			}
			t.latest <- w
		}
	}()
	return t
}

// knownKind returns the kind of a terminal if it can be one.
func knownKind(kind string) string {
	odd := func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("+-._", r))
	}
	if kind == "" || len(kind) > 64 || strings.IndexFunc(kind, odd) >= 0 {
		return "xterm"
	}
	return kind
}

// followWindow gives a screen the sizes of its window until ctx ends; of many that come at once, the last one.
func (t *clientTerminal) followWindow(ctx context.Context, resize func(columns, lines int)) {
	for {
		select {
		case w := <-t.latest:
			resize(size(w))
		case <-ctx.Done():
			return
		}
		select {
		case <-time.After(resizeInterval):
		case <-ctx.Done():
			return
		}
	}
}
