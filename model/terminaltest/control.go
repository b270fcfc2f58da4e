package terminaltest

import (
	"bytes"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// What the terminal says of itself. The sequences and their answers are those of xterm, see its ctlseqs document.
const (
	background = "rgb:1e1e/1e1e/1e1e"
	version    = "terminaltest"
)

// control is called with each control sequence, when its last byte has come. Questions are answered when everything
// before them has been drawn.
func (e *emulator) control(cmd ansi.Cmd, params ansi.Params) {
	first, _, _ := params.Param(0, 0)
	// To vt, a prefix that it does not know is none: a keyboard mode would be a cursor restored.
	e.foreign = cmd.Prefix() != 0 && !(cmd.Prefix() == '?' && strings.IndexByte("hl", cmd.Final()) >= 0) || cmd.Intermediate() != 0
	switch sequence(cmd) {
	case "n": // DSR
		if first == 6 {
			e.reply = func() string { return ansi.CursorPositionReport(e.cursor()) }
		}
	case "?n": // DECDSR
		if first == 6 {
			e.reply = func() string {
				line, column := e.cursor()
				return ansi.ExtendedCursorPositionReport(line, column, 1)
			}
		}
	case "c": // DA1: a VT220 with colours
		if first == 0 {
			e.reply = func() string { return ansi.PrimaryDeviceAttributes(62, 22) }
		}
	case ">q": // XTVERSION
		if first == 0 {
			e.reply = func() string { return "\x1bP>|" + version + "\x1b\\" }
		}
	case "?$p": // DECRQM
		e.reply = func() string { return ansi.ReportMode(ansi.DECMode(first), e.modes.setting(first)) }
	case "?h", "?l":
		params.ForEach(0, func(_, mode int, _ bool) {
			e.entire = e.entire || mode == synchronized && cmd.Final() == 'l'
			e.modes.private[mode] = cmd.Final() == 'h'
		})
	case ">u":
		e.modes.keyboard++
	case "<u":
		count, _, _ := params.Param(0, 1)
		e.modes.keyboard -= count
	case ">m":
		if first == 4 {
			e.modes.otherKeys, _, _ = params.Param(1, 0)
		}
	}
}

// sequence names a control sequence: its prefix, its intermediate and its final byte, as far as it has them.
func sequence(cmd ansi.Cmd) string {
	return strings.ReplaceAll(string([]byte{cmd.Prefix(), cmd.Intermediate(), cmd.Final()}), "\x00", "")
}

// command is called with each operating system command.
func (e *emulator) command(cmd int, data []byte) {
	if cmd == 11 && bytes.HasSuffix(data, []byte(";?")) {
		e.reply = func() string { return "\x1b]11;" + background + "\x1b\\" }
	}
}
