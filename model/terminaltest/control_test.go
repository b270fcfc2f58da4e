//go:build unix

package terminaltest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestQuestionsAreAnswered(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ question, answer string }{
		"cursor position":          {"\x1b[5;7H\x1b[6n", "\x1b[5;7R"},
		"extended cursor position": {"\x1b[5;7H\x1b[?6n", "\x1b[?5;7;1R"},
		"device attributes":        {"\x1b[c", "\x1b[?62;22c"},
		"a mode that is reset":     {"\x1b[?2026$p", "\x1b[?2026;2$y"},
		"a mode that is set":       {"\x1b[?2004h\x1b[?2004$p", "\x1b[?2004;1$y"},
		"a mode that is on":        {"\x1b[?25$p", "\x1b[?25;1$y"},
		"a mode that is unknown":   {"\x1b[?4711$p", "\x1b[?4711;0$y"},
		"background, ended by BEL": {"\x1b]11;?\a", "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\"},
		"background, ended by ST":  {"\x1b]11;?\x1b\\", "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\"},
		"version":                  {"\x1b[>q", "\x1bP>|terminaltest\x1b\\"},
		"several":                  {"\x1b[2;2H\x1b[6n\x1b[9;9H\x1b[6n\x1b[c", "\x1b[2;2R\x1b[9;9R\x1b[?62;22c"},
		"none of them":             {"\x1b[>c\x1b[5m\x1b[?u\x1b]11;#000000\a\x1b[c", "\x1b[?62;22c"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := Start(t, program("answers", tt.question), small)
			o.Sees(`ready`)
			o.Types("?")
			// The answers may be read one by one, or all at once.
			o.Until(fmt.Sprintf("%q", tt.answer), func(s Screen) bool {
				var read strings.Builder
				for _, quoted := range regexp.MustCompile(`"[^"]*"`).FindAllString(s.String(), -1) {
					read.WriteString(strings.Trim(quoted, `"`))
				}
				return read.String() == strings.Trim(fmt.Sprintf("%q", tt.answer), `"`)
			})
			o.Types("q")
			o.Gone(0)
		})
	}
}

// TestAnswerTakesItsTime asks behind much text: the answer must not come before that has been drawn.
func TestAnswerTakesItsTime(t *testing.T) {
	t.Parallel()
	const size = 16 << 10
	for name, link := range map[string]Link{
		"thin": {Rate: size, Buffer: 1 << 20},
		"far":  {RoundTrip: 500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := Start(t, program("answers", strings.Repeat("much text ", size/10)+"\x1b[H\x1b[6n"), over(link))
			o.Sees(`ready`)
			o.Types("?")
			waitStderr(o, `"\x1b[1;1R"`)
			if arrived := o.Arrived(); arrived < size {
				t.Errorf("the answer is there when %d bytes of %d before the question have been drawn", arrived, size)
			}
		})
	}
}

func TestASilentTerminalAnswersNothing(t *testing.T) {
	t.Parallel()
	o := Start(t, program("answers", "\x1b[c", "\x1b[6n"), over(Link{Silent: true}))
	o.Sees(`ready`)
	o.Types("?")
	waitStderr(o, `"?"`)
	o.Types("x")
	o.Sees(`"x"`) // the question is drawn, and its answer would have been read before
	o.Answer(true)
	o.Types("?")
	o.Sees(`R"`)
	o.Answer(false)
	o.Types("?")
	waitStderr(o, `R"`+"\n"+`"?"`) // alone: with what is typed next it would be no question
	o.Types("y")
	o.Sees(`y"`)
	if strings.Contains(o.Screen().String(), "62;22c") {
		t.Errorf("a silent terminal has answered:\n%s", o.Screen())
	}
}

// TestSequencesThatAreNotForTheScreenDrawNothing draws between sequences that are not for the screen.
func TestSequencesThatAreNotForTheScreenDrawNothing(t *testing.T) {
	t.Parallel()
	o := Start(t, program("draws", "\x1b[1;1H\x1b[s\x1b[3;3Ha\x1b[>1ub\x1b[?uc\x1b[<1ud\x1b[>4;2mef\x1b]0;title\ag─╭é"), small)
	o.Sees(`(?m)^  abcdefg─╭é +$`)
}

// TestASynchronizedPictureIsShownWhole has a picture drawn in two pieces.
func TestASynchronizedPictureIsShownWhole(t *testing.T) {
	t.Parallel()
	o := Start(t, program("draws", "one", "\x1b[?2026h\x1b[2;1Htwo", "\x1b[3;1Hthree\x1b[?2026l\x1b[?2026h\x1b[4;1Hfour", "\x1b[?2026l"), small)
	o.Sees(`^one`)
	before := o.Arrived()
	o.Types("a")
	o.Until("bytes", func(Screen) bool { return o.Arrived() > before })
	if shown := o.Screen().String(); strings.Contains(shown, "two") {
		t.Errorf("a picture is shown before it is whole:\n%s", shown)
	}
	o.Types("b")
	o.Sees(`(?m)^two`, `(?m)^three`)
	if shown := o.Screen().String(); strings.Contains(shown, "four") {
		t.Errorf("a picture is shown before it is whole:\n%s", shown)
	}
	o.Types("c")
	o.Sees(`(?m)^four`)
}

// TestATerminalThatHasGrownHasTabStops in its new columns too, as after the first change of its size.
func TestATerminalThatHasGrownHasTabStops(t *testing.T) {
	t.Parallel()
	e := newEmulator(80, 5, func(string) {}, false)
	e.resize(10, 3)
	e.resize(28, 7)
	e.draw("\x1b[2;14H\n\t\tx\n\t\ty")
	lines := e.shown.Lines
	if want := strings.Repeat(" ", 24) + "x"; strings.TrimRight(lines[2], " ") != want || strings.Index(lines[3], "y") != 27 || strings.TrimSpace(lines[4]) != "" {
		t.Errorf("tabs lead to\n%s", e.shown)
	}
}
