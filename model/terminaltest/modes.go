package terminaltest

import (
	"fmt"
	"maps"
	"slices"

	"github.com/charmbracelet/x/ansi"
)

// modes are what a program can change about a terminal besides what it draws.
type modes struct {
	private   map[int]bool // DEC private modes that were set (true) or reset
	keyboard  int          // enhancements of the keyboard that are pushed, as kitty has them
	otherKeys int          // xterm's modifyOtherKeys
}

func newModes() modes { return modes{private: make(map[int]bool)} }

// synchronized is the private mode in which a program writes a picture that is shown when it is reset.
const synchronized = 2026

// ordinary are the private modes that are on in an unchanged terminal: lines wrap, the cursor shows.
var ordinary = []int{7, 25}

// known are the private modes that the terminal has whether they were ever set or not.
var known = append(slices.Clone(ordinary), 1049, synchronized)

// setting is what the terminal answers to DECRQM.
func (m *modes) setting(mode int) ansi.ModeSetting {
	on, set := m.private[mode]
	switch {
	case !set && !slices.Contains(known, mode):
		return ansi.ModeNotRecognized
	case on || !set && slices.Contains(ordinary, mode):
		return ansi.ModeSet
	}
	return ansi.ModeReset
}

// changed names what is not as in an unchanged terminal.
func (e *emulator) changed() (changed []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, mode := range slices.Sorted(maps.Keys(e.modes.private)) {
		if on := e.modes.private[mode]; on != slices.Contains(ordinary, mode) {
			changed = append(changed, fmt.Sprintf("private mode %d is %t", mode, on))
		}
	}
	if e.modes.keyboard != 0 {
		changed = append(changed, "keyboard enhancements are on")
	}
	if e.modes.otherKeys != 0 {
		changed = append(changed, "modifyOtherKeys is on")
	}
	return changed
}
