package config

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// KeySetting is one entry of `ui.keys`: the keys of an action. Which actions there are is known to the screen alone, which
// reports what is wrong with [KeySetting.Problem].
type KeySetting struct {
	Action string   // as the help names it
	Keys   []string // as Bubble Tea names them; without any, the action has no key
	src    *yamldoc.Source
	line   int
	column int
}

// Problem reports something that is wrong with the entry, at its place in the file.
func (k KeySetting) Problem(message, hint string) yamldoc.Problem {
	return k.src.Problem(k.line, k.column, hint, message)
}

// readKeys reads `ui.keys`.
func readKeys(s *yamldoc.Source, n *yamldoc.Node) (settings []KeySetting) {
	if n.Kind != lang.Map {
		s.WrongKind(n, "`keys`", "a map of actions and their keys")
		return nil
	}
	for i, k := range n.Keys {
		setting := KeySetting{Action: k.Name, src: s, line: k.Line, column: k.Column}
		of := n.Items[i]
		items := []*yamldoc.Node{of}
		if of.Kind == lang.List {
			items = of.Items
		}
		for _, item := range items {
			text, ok := s.TextOf(item, "a key of `"+k.Name+"`")
			if !ok {
				continue
			}
			switch name, why := KeyName(text); {
			case why != "":
				s.Report(k.Line, k.Column, why, "`%s` is no key", text)
			case !slices.Contains(setting.Keys, name):
				setting.Keys = append(setting.Keys, name)
			}
		}
		settings = append(settings, setting)
	}
	return settings
}

// modifiers are what can be held with a key, in the order in which Bubble Tea names them.
var modifiers = []string{"ctrl", "alt", "shift"}

// namedKeys are the keys that have a name and no character.
var namedKeys = []string{
	"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "insert", "delete", "backspace", "tab", "enter", "esc", "space",
	"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
}

// KeyName returns a key by the name that Bubble Tea gives it, or why there is no such key.
func KeyName(text string) (name, why string) {
	base, held := text, []string(nil)
	for {
		modifier, rest, found := strings.Cut(base, "+")
		if !found || rest == "" || modifier == "" { // a plus sign alone is a key
			break
		}
		modifier = strings.ToLower(modifier)
		if !slices.Contains(modifiers, modifier) {
			return "", yamldoc.Hint(modifier, modifiers, "what can be held is ctrl, alt and shift, as in `ctrl+f`")
		}
		held, base = append(held, modifier), rest
	}
	if r, size := utf8.DecodeRuneInString(base); size < len(base) {
		base = strings.ToLower(base)
		if !slices.Contains(namedKeys, base) {
			return "", yamldoc.Hint(base, namedKeys, "a key is one character, or one of "+strings.Join(namedKeys, " "))
		}
	} else if base == "" || !unicode.IsPrint(r) || r == ' ' {
		return "", "the space bar is `space`"
	} else if len(held) > 0 {
		if slices.Contains(held, "shift") {
			return "", fmt.Sprintf("with shift it is another character: write `%c`, say", unicode.ToUpper(r))
		}
		base = strings.ToLower(base)
	}
	for _, m := range modifiers {
		if slices.Contains(held, m) {
			name += m + "+"
		}
	}
	return name + base, ""
}
