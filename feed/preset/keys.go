package preset

import (
	"slices"

	"sockeye/feed/preset/lang"
)

// KeySetting is one entry of `ui.keys`: the keys of an action. Which actions and keys there are is known to the screen
// alone, which reports what is wrong with [KeySetting.Problem].
type KeySetting struct {
	Action string   // as the help names it
	Keys   []string // as the help writes them; none takes the action off the keys
	src    *source
	line   int
	column int
}

// Problem reports something that is wrong with the entry, at its place in the file.
func (k KeySetting) Problem(message, hint string) Problem {
	return k.src.problem(k.line, k.column, hint, message)
}

// keySettings reads `ui.keys`.
func (s *source) keySettings(n *node) (settings []KeySetting) {
	if n.kind != lang.Map {
		s.wrongKind(n, "`keys`", "a map of actions and their keys")
		return nil
	}
	for i, k := range n.keys {
		setting := KeySetting{Action: k.name, src: s, line: k.line, column: k.column}
		of := n.items[i]
		items := []*node{of}
		if of.kind == lang.List {
			items = of.items
		}
		for _, item := range items {
			if text, ok := s.textOf(item, "a key of `"+k.name+"`"); ok && !slices.Contains(setting.Keys, text) {
				setting.Keys = append(setting.Keys, text)
			}
		}
		settings = append(settings, setting)
	}
	return settings
}
