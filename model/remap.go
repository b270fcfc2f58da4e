package model

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sockeye/feed/preset/yamldoc"
	"sockeye/model/config"
)

// NewKeys returns the keys of the screen with those that a configuration changes. Unknown actions, unknown keys and two
// actions on one key of a pane are reported as [yamldoc.Problems], all of them.
func NewKeys(settings []config.KeySetting) (*KeyMap, error) {
	k := DefaultKeys()
	actions := k.actions
	var names []string
	for _, a := range actions {
		names = append(names, a.name)
	}
	var problems yamldoc.Problems
	var changed []int // actions, by setting
	for _, s := range settings {
		i := slices.Index(names, s.Action)
		changed = append(changed, i)
		switch {
		case i < 0:
			problems = append(problems, s.Problem(fmt.Sprintf("there is no action `%s`", s.Action), hint(s.Action, names, "the help names them all")))
			continue
		case actions[i].fixed:
			problems = append(problems, s.Problem(fmt.Sprintf("`%s` keeps its keys", s.Action), "leave it out"))
			continue
		}
		keys := make([]string, 0, len(s.Keys))
		for _, text := range s.Keys {
			name, why := keyName(text)
			if why != "" {
				problems = append(problems, s.Problem(fmt.Sprintf("`%s` is no key", text), why))
				continue
			}
			keys = append(keys, name)
		}
		k.set(&actions[i], keys)
	}
	for n, s := range settings {
		i := changed[n]
		for j := range actions {
			if i < 0 || j == i || j < i && slices.Contains(changed, j) { // the earlier one of two reports it
				continue
			}
			if shared, ok := actions[i].clash(&actions[j]); ok {
				problems = append(problems, s.Problem(fmt.Sprintf("`%s` is the key of `%s` too", shared, actions[j].name),
					fmt.Sprintf("give `%s` another key: `%s: [...]`", actions[j].name, actions[j].name)))
			}
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return k, nil
}

// hint proposes a word that is like one that is not known.
func hint(word string, words []string, otherwise string) string {
	if near, ok := yamldoc.Nearest(word, words); ok {
		return "did you mean `" + near + "`?"
	}
	return otherwise
}

// modifiers are what can be held with a key, in the order in which Bubble Tea names them.
var modifiers = []string{"ctrl", "alt", "shift"}

// namedKeys are the keys that have a name and no character.
var namedKeys = []string{
	"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "insert", "delete", "backspace", "tab", "enter", "esc", "space",
	"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
}

// keyName returns a key by the name that Bubble Tea gives it, or why there is no such key.
func keyName(text string) (name, why string) {
	base, held := text, []string(nil)
	for {
		modifier, rest, found := strings.Cut(base, "+")
		if !found || rest == "" || modifier == "" { // a plus sign alone is a key
			break
		}
		modifier = strings.ToLower(modifier)
		if !slices.Contains(modifiers, modifier) {
			return "", hint(modifier, modifiers, "what can be held is ctrl, alt and shift, as in `ctrl+f`")
		}
		held, base = append(held, modifier), rest
	}
	if r, size := utf8.DecodeRuneInString(base); size < len(base) {
		base = strings.ToLower(base)
		if !slices.Contains(namedKeys, base) {
			return "", hint(base, namedKeys, "a key is one character, or one of "+strings.Join(namedKeys, " "))
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
