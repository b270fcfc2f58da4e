//go:build unix

package journey

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"sockeye/model/terminaltest"
)

// judge checks every picture that is drawn in one piece, and fails the test at the first one whose borders are not in
// their places. It returns what counts the pictures.
func judge(t *testing.T, o *terminaltest.Operator, ascii bool) (pictures func() int) {
	t.Helper()
	var mu sync.Mutex
	var count int
	var torn string
	o.Watch(func(s terminaltest.Screen) {
		mu.Lock()
		defer mu.Unlock()
		count++
		if fault := tornAt(s, ascii); fault != "" && torn == "" {
			torn = fmt.Sprintf("picture %d: %s\n%s", count, fault, s)
		}
	})
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		if torn != "" {
			t.Error(torn)
		}
	})
	return func() int {
		mu.Lock()
		defer mu.Unlock()
		return count
	}
}

// edges are the pieces of the borders: corners at the top, at the bottom, and what is between them.
type edges struct{ topLeft, topRight, side, bottomLeft, bottomRight rune }

// tornAt says where the borders of a picture are not in their places; "" if they all are. Borders of ASCII have a meaning
// at the edges of the window only: the same characters are in texts.
func tornAt(s terminaltest.Screen, ascii bool) string {
	e := edges{'╭', '╮', '│', '╰', '╯'}
	if ascii {
		e = edges{'+', '+', '|', '+', '+'}
	}
	cells := make([][]rune, len(s.Lines))
	for i, line := range s.Lines {
		cells[i] = []rune(line)
	}
	boxes := 0
	for top, line := range cells {
		for left := 0; left < len(line); left++ {
			if line[left] != e.topLeft {
				continue
			}
			right := left + 1 + slices.Index(line[left+1:], e.topRight)
			if ascii {
				if left > 0 || line[len(line)-1] != e.topRight || top > 0 && cells[top-1][0] == e.side {
					continue
				}
				right = len(line) - 1
			}
			if right <= left {
				return fmt.Sprintf("the box in line %d, column %d has no right edge", top+1, left+1)
			}
			for bottom := top + 1; ; bottom++ {
				switch {
				case bottom == len(cells):
					return fmt.Sprintf("the box in line %d, column %d has no end", top+1, left+1)
				case cells[bottom][left] == e.side && cells[bottom][right] == e.side:
					continue
				case cells[bottom][left] != e.bottomLeft || cells[bottom][right] != e.bottomRight:
					return fmt.Sprintf("the box in line %d, column %d is torn in line %d", top+1, left+1, bottom+1)
				}
				break
			}
			boxes++
			left = right
		}
	}
	if boxes == 0 {
		return "there is no box"
	}
	return ""
}

// sequences are all control sequences that Sockeye and Bubble Tea write, by their prefix, intermediate and final byte,
// and what they may say: a terminal blinks, conceals or changes a mode only if a feed has made it.
var sequences = func() map[string]*regexp.Regexp {
	const colour = `(0|1|2|3|4|7|9|2[1-47]|39|49|[34][0-7]|9[0-7]|10[0-7]|[34]8;5;\d+|[34]8;2;\d+;\d+;\d+)`
	all := map[string]*regexp.Regexp{
		"ESC M":   regexp.MustCompile(`^$`),              // RI
		"CSI H":   regexp.MustCompile(`^(\d+(;\d+)?)?$`), // CUP
		"CSI r":   regexp.MustCompile(`^(\d+;\d+)?$`),    // DECSTBM
		"CSI m":   regexp.MustCompile(`^(` + colour + `(;` + colour + `)*)?$`),
		"CSI n":   regexp.MustCompile(`^6$`),       // DSR: the position of the cursor
		"CSI ?$p": regexp.MustCompile(`^202[67]$`), // DECRQM: synchronized output, clusters
		"CSI ?W":  regexp.MustCompile(`^5$`),       // DECST8C: a tab stop every 8 columns
		"CSI ?h":  regexp.MustCompile(`^(7|25|1004|1049|2004|2026)$`),
		"CSI ?l":  regexp.MustCompile(`^(7|25|1004|1049|2004|2026)$`),
		"CSI >m":  regexp.MustCompile(`^4(;[02])?$`), // modifyOtherKeys
		"CSI >u":  regexp.MustCompile(`^1$`),         // the keyboard of kitty: set,
		"CSI <u":  regexp.MustCompile(`^1?$`),        // reset,
		"CSI ?u":  regexp.MustCompile(`^$`),          // asked for
		"CSI h":   regexp.MustCompile(`^4$`),         // IRM, on terminals of which nothing is known
		"CSI l":   regexp.MustCompile(`^4$`),
		"OSC 2":   regexp.MustCompile(`^2;(sockeye (hostile|refused|closed|ticker) [A-Z]+)?$`),
		"OSC 9":   regexp.MustCompile(`^9;sockeye hostile: [^;\p{Cc}\p{Cf}]*$`),
		"OSC 11":  regexp.MustCompile(`^11;\?$`),
		"OSC 52":  regexp.MustCompile(`^52;c;[A-Za-z0-9+/=]+$`),
	}
	for _, c0 := range "\a\b\t\n\r" {
		all[fmt.Sprintf("C0 %02x", c0)] = regexp.MustCompile(`^$`)
	}
	for _, final := range "ABCDG`dJKXPLMSTZ@b" { // the cursor, and what is erased, moved or repeated
		all["CSI "+string(final)] = regexp.MustCompile(`^\d*$`)
	}
	return all
}()

// faults returns what is in a byte stream to the terminal and may not be there: a control sequence that Sockeye does not
// write, a control character, and text of which terminals disagree how wide it is.
func faults(written string, ascii bool) (found []string) {
	seen := make(map[string]bool)
	fault := func(format string, args ...any) {
		if text := fmt.Sprintf(format, args...); !seen[text] {
			seen[text] = true
			found = append(found, text)
		}
	}
	if !utf8.ValidString(written) {
		fault("bytes that are no UTF-8")
	}
	var text strings.Builder
	flush := func() {
		run := text.String()
		text.Reset()
		if one, clusters := ansi.StringWidthWc(run), ansi.StringWidth(run); one != clusters {
			fault("text that is %d cells wide by its characters, and %d by its clusters: %q", one, clusters, run)
		}
	}
	sequence := func(kind, params string) {
		flush()
		if allowed, ok := sequences[kind]; !ok || !allowed.MatchString(params) {
			fault("the control sequence %s with %q", kind, params)
		}
	}
	p := ansi.NewParser()
	p.SetHandler(ansi.Handler{
		Print: func(r rune) {
			if r >= utf8.RuneSelf && ascii && !strings.ContainsRune("…•", r) || !unicode.IsGraphic(r) && r != '\ufe0f' {
				fault("the character %U", r)
			}
			text.WriteRune(r)
		},
		Execute: func(b byte) { sequence(fmt.Sprintf("C0 %02x", b), "") },
		HandleEsc: func(cmd ansi.Cmd) {
			sequence("ESC "+named(cmd), "")
		},
		HandleCsi: func(cmd ansi.Cmd, params ansi.Params) {
			var all []string
			params.ForEach(0, func(_, param int, _ bool) { all = append(all, fmt.Sprint(param)) })
			sequence("CSI "+named(cmd), strings.Join(all, ";"))
		},
		HandleOsc: func(cmd int, data []byte) { sequence(fmt.Sprint("OSC ", cmd), string(data)) },
		HandleDcs: func(cmd ansi.Cmd, _ ansi.Params, data []byte) { sequence("DCS "+named(cmd), string(data)) },
		HandlePm:  func(data []byte) { sequence("PM", string(data)) },
		HandleApc: func(data []byte) { sequence("APC", string(data)) },
		HandleSos: func(data []byte) { sequence("SOS", string(data)) },
	})
	p.Parse([]byte(written))
	flush()
	return found
}

// named is a control sequence by its prefix, its intermediate and its final byte, as far as it has them.
func named(cmd ansi.Cmd) string {
	return strings.ReplaceAll(string([]byte{cmd.Prefix(), cmd.Intermediate(), cmd.Final()}), "\x00", "")
}
