package terminal

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
)

// Bell is what rings the bell of a terminal. Inside tmux and GNU Screen too it is sent as it is: they pass it on, or show
// it, as configured there.
const Bell = "\a"

// Desktop is how a terminal is asked for a notification on the operator's desktop. The zero Desktop asks for none.
type Desktop struct {
	protocol protocol
	wrap     func(sequence string) string // for a multiplexer; nil: there is none
}

type protocol uint8

const (
	none protocol = iota
	osc9
	osc777
)

// DesktopOf finds out from the environment how the terminal is asked. It cannot be found out for certain, least of all
// over SSH, where TERM_PROGRAM does not come along: a terminal that knows neither sequence ignores it.
//
// OSC 9 ; TEXT is iTerm2's (https://iterm2.com/documentation-escape-codes.html), and known to kitty
// (https://github.com/kovidgoyal/kitty/issues/1474), Ghostty (https://ghostty.org/docs/vt/osc/9) and WezTerm.
// OSC 777 ; notify ; TITLE ; TEXT is urxvt's, and known to foot, to WezTerm
// (https://wezterm.org/config/lua/config/notification_handling.html) and to the VTE of distributions that patch it
// (https://bugzilla.gnome.org/show_bug.cgi?id=711059); others of VTE ignore it.
func DesktopOf(getenv func(name string) string) Desktop {
	terminal := getenv("TERM")
	d := Desktop{protocol: osc9}
	switch {
	case terminal == "" || terminal == "dumb" || terminal == "linux":
		return Desktop{} // the Linux console has shown the text of sequences that it does not know
	case strings.HasPrefix(terminal, "foot"), strings.HasPrefix(terminal, "rxvt"), getenv("TERM_PROGRAM") == "WezTerm", getenv("VTE_VERSION") != "":
		d.protocol = osc777
	}
	switch {
	case getenv("TMUX") != "":
		d.wrap = ansi.TmuxPassthrough // only with `set -g allow-passthrough on`, from tmux 3.3 on
	case getenv("STY") != "":
		d.wrap = func(sequence string) string { return ansi.ScreenPassthrough(sequence, screenPart) }
	}
	return d
}

const (
	maxTitle = 40  // characters
	maxBody  = 140 // characters
	// screenPart is the part of a sequence that GNU Screen passes on at a time, in bytes: 768 with what is around it.
	screenPart = 700
)

// Sequence returns what the terminal is to be sent for a notification; "" if it knows none. Both texts may be anything:
// they are made harmless, and cut where they are too long. The title should not be empty.
func (d Desktop) Sequence(title, text string) string {
	title, text = harmless(title, maxTitle), harmless(text, maxBody)
	var sequence string
	switch d.protocol {
	case none:
		return ""
	case osc9:
		// A number and a semicolon would make it one of ConEmu's (https://ghostty.org/docs/vt/osc/conemu): there is no
		// semicolon in either text.
		sequence = ansi.Notify(title + ": " + text)
	case osc777:
		sequence = "\x1b]777;notify;" + title + ";" + text + Bell
	}
	if d.wrap != nil {
		return d.wrap(sequence)
	}
	return sequence
}

// harmless returns a text without what a terminal, or a desktop, would interpret: control and formatting characters and what
// is no UTF-8 are blanks, and a semicolon, which ends a field of OSC 777, is a comma. No two blanks follow each other.
func harmless(text string, most int) string {
	var b strings.Builder
	n, blank := 0, true
	for _, r := range text {
		switch {
		case !format.Printable(r), unicode.IsSpace(r), r == unicode.ReplacementChar:
			r = ' '
		case r == ';':
			r = ','
		}
		if r == ' ' && blank {
			continue
		}
		blank = r == ' '
		if n++; n == most {
			b.WriteRune('…')
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimRight(b.String(), " ")
}
