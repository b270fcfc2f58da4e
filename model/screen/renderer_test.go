package screen

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/model/terminaltest"
)

// drawn is a renderer that is not run, and the terminal that it writes to.
type drawn struct {
	*renderer
	remote *terminaltest.Remote
}

func newDrawn(t *testing.T, columns, lines int) *drawn {
	remote := terminaltest.NewRemote(columns, lines, io.Discard)
	t.Cleanup(remote.Close)
	on := &Terminal{Width: columns, Height: lines, Environment: []string{"TERM=xterm-256color", "COLORTERM=truecolor"}}
	return &drawn{renderer: newRenderer(remote, on), remote: remote}
}

// draws writes a view, and wants the terminal to show its text.
func (d *drawn) draws(t *testing.T, v tea.View) {
	t.Helper()
	d.show(v)
	d.write()
	for i, line := range strings.Split(v.Content, "\n") {
		want := strings.TrimRight(strings.NewReplacer("界", "界 ").Replace(ansi.Strip(line)), " ")
		if got := strings.TrimRight(d.remote.Screen().Lines[i], " "); got != want {
			t.Fatalf("line %d is %q, and not %q", i, got, want)
		}
	}
}

// randomLine is a line of so many cells with some styles in it.
func randomLine(rnd *rand.Rand, columns int) string {
	var b strings.Builder
	for width := 0; width < columns; {
		word := []string{"a", "bc ", "  ", "│", "⣿⡀", "界", "1234"}[rnd.IntN(7)]
		if width += ansi.StringWidth(word); width > columns {
			break
		}
		fmt.Fprintf(&b, "\x1b[%dm%s\x1b[m", []int{1, 7, 31, 42, 39}[rnd.IntN(5)], word)
	}
	return b.String()
}

// TestTheTerminalShowsTheLastView after any sequence of views that scroll, change and have other sizes, on terminals that share what they are
// drawn in.
func TestTheTerminalShowsTheLastView(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	all := []*drawn{newDrawn(t, 80, 24), newDrawn(t, 80, 24), newDrawn(t, 33, 7)}
	contents := make([][]string, len(all))
	for range 600 {
		i := rnd.IntN(len(all))
		d := all[i]
		switch rnd.IntN(12) {
		case 0:
			columns, lines := 1+rnd.IntN(100), 1+rnd.IntN(30)
			d.remote.Resize(columns, lines)
			d.change(func() { d.width, d.height, d.erase = columns, lines, true })
			contents[i] = nil
		case 1:
			d.receive(tea.ClearScreen())
		case 2:
			d.receive(tea.RawMsg{Msg: ansi.ResetStyle})
		}
		lines := contents[i]
		switch {
		case len(lines) != d.height:
			lines = make([]string, d.height)
			for j := range lines {
				lines[j] = randomLine(rnd, d.width)
			}
		case rnd.IntN(2) == 0 && len(lines) > 3: // scrolls but for a line at the top and one at the bottom
			lines = append(append([]string{lines[0]}, lines[2:len(lines)-1]...), randomLine(rnd, d.width), lines[len(lines)-1])
		default:
			lines = append([]string(nil), lines...)
			lines[rnd.IntN(len(lines))] = randomLine(rnd, d.width)
		}
		contents[i] = lines
		d.draws(t, tea.View{Content: strings.Join(lines, "\n"), AltScreen: true, ReportFocus: true, WindowTitle: fmt.Sprint(i)})
	}
}

// TestATerminalIsLeftAsItWas from either of its screens.
func TestATerminalIsLeftAsItWas(t *testing.T) {
	for _, stays := range []bool{false, true} {
		d := newDrawn(t, 40, 5)
		d.draws(t, tea.View{Content: "one\ntwo", AltScreen: true, ReportFocus: true, MouseMode: tea.MouseModeCellMotion, WindowTitle: "x"})
		if len(d.remote.Changed()) == 0 {
			t.Error("nothing is asked of the terminal")
		}
		if stays {
			d.draws(t, tea.View{Content: "one\ntwo"})
		}
		d.restore()
		if changed := d.remote.Changed(); len(changed) > 0 {
			t.Errorf("stays %v: the terminal is left with %v", stays, changed)
		}
		if got := strings.TrimSpace(d.remote.Screen().Lines[0]); stays != (got == "one") {
			t.Errorf("stays %v: the first line is %q", stays, got)
		}
	}
}

// TestNothingNewWritesNothing.
func TestNothingNewWritesNothing(t *testing.T) {
	var out strings.Builder
	r := newRenderer(&out, &Terminal{Width: 10, Height: 2})
	r.show(tea.View{Content: "a\nb", AltScreen: true})
	r.write()
	written := out.Len()
	r.show(tea.View{Content: "a\nb", AltScreen: true})
	r.write()
	if out.Len() != written {
		t.Errorf("%q", out.String()[written:])
	}
}

// TestATerminalThatDoesNotReadHoldsUpNoUpdate, and is shown the last view once it does.
func TestATerminalThatDoesNotReadHoldsUpNoUpdate(t *testing.T) {
	in, out := io.Pipe()
	r := newRenderer(out, &Terminal{Width: 10, Height: 1})
	go r.run()
	for i := range 1000 {
		r.show(tea.View{Content: fmt.Sprint(i), AltScreen: true})
	}
	r.show(tea.View{Content: "last", AltScreen: true}) // which is written whole, whichever was before it
	go func() {
		r.stop(false)
		out.Close()
	}()
	written, err := io.ReadAll(in)
	if err != nil || !strings.Contains(string(written), "last") {
		t.Errorf("%q, %v", written, err)
	}
}
