//go:build unix

package terminaltest

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
)

var small = Terminal{Columns: 40, Rows: 10}

// recorder is a test that may fail.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

// failures returns what fails when a test does something with a program that has one word on the screen.
func failures(t *testing.T, test func(o *Operator)) []string {
	r := &recorder{TB: t}
	o := Start(r, program("draws", "word", "\x1b[?1049h"), small)
	done := make(chan struct{})
	go func() {
		defer close(done)
		o.Sees(`word`)
		test(o)
	}()
	<-done
	return r.failures
}

func TestOperator(t *testing.T) {
	t.Parallel()
	o := Start(t, program("draws", "\x1b[2;3Hone", "\x1b[4;5Htwo"), small)
	o.Sees(`(?m)^  one +$`)
	before := o.Screen()
	if len(before.Lines) != 10 || len(before.Lines[1]) != 40 {
		t.Errorf("the screen has %d lines, the second of %d characters:\n%s", len(before.Lines), len(before.Lines[1]), before)
	}
	o.Types(" ")
	o.Sees(`(?m)^  one +$`, `(?m)^    two +$`)
	if now := o.Screen(); !now.Since[1].Equal(before.Since[1]) || !now.Since[3].After(before.Since[1]) {
		t.Errorf("the lines have stood since %v, and before that since %v", now.Since, before.Since)
	}
	o.Types("q")
	o.Gone(0)
}

func TestResizeReachesProgramAndScreen(t *testing.T) {
	t.Parallel()
	o := Start(t, program("sizes"), small)
	o.Sees(`^40 10 <nil> `)
	o.Resize(60, 5)
	o.Sees(`^60 5 <nil> `)
	if lines := o.Screen().Lines; len(lines) != 5 || len(lines[0]) != 60 {
		t.Errorf("the screen has not got the size of the window:\n%s", o.Screen())
	}
	o.Types("q")
	o.Left(0)
}

// TestAFailureSaysWhy has tests fail, each of which is to say why.
func TestAFailureSaysWhy(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		test func(o *Operator)
		want []string // what is in the failures, in their order
	}{
		"none": {
			func(o *Operator) { o.Types("q"); o.Left(0) },
			nil,
		},
		"never seen": {
			func(o *Operator) { o.Types("q"); o.Sees(`word`, `never`) },
			[]string{"the program has ended, and was to show word and never\nword "},
		},
		"exit code": {
			func(o *Operator) { o.Types("q"); o.Gone(3) },
			[]string{"exit code 0, want 3\nword "},
		},
		"what is left": {
			func(o *Operator) {
				o.Types("x")
				waitStderr(o, "x")
				o.Until("the other screen", func(Screen) bool { return slices.Contains(o.Changed(), "private mode 1049 is true") })
				o.Types("q")
				o.Left(0)
			},
			[]string{"standard error has\n\"x\"\n", "the program leaves the terminal changed: private mode 1049 is true"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := failures(t, tt.test)
			if !slices.EqualFunc(got, tt.want, strings.Contains) {
				t.Errorf("the failures are %q, want %q", got, tt.want)
			}
		})
	}
}

func TestChangedNamesWhatIsLeftChanged(t *testing.T) {
	t.Parallel()
	o := Start(t, program("draws", "word", "\x1b[?1049;2004h\x1b[>1u\x1b[>4;2m\x1b[?25l", "\x1b[?1049l\x1b[?2004l\x1b[<u\x1b[>4m\x1b[?25hdone"), small)
	o.Sees(`word`)
	if got, want := o.Changed(), []string{Settings}; !slices.Equal(got, want) {
		t.Errorf("in raw mode, what has changed is %q, want %q", got, want)
	}
	o.Types(" ")
	o.Until("nothing, and no cursor", func(Screen) bool { return len(o.Changed()) > 1 })
	want := []string{Settings, "private mode 25 is false", "private mode 1049 is true", "private mode 2004 is true",
		"keyboard enhancements are on", "modifyOtherKeys is on"}
	o.Until("another screen", func(Screen) bool { return len(o.Changed()) == len(want) })
	if got := o.Changed(); !slices.Equal(got, want) {
		t.Errorf("what has changed is %q, want %q", got, want)
	}
	o.Types(" ")
	o.Sees(`done`)
	o.Types("q")
	o.Gone(0)
	if got := o.Changed(); len(got) > 0 {
		t.Errorf("what has changed is %q", got)
	}
}
