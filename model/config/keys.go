package config

import (
	"slices"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// KeySetting is one entry of `ui.keys`: the keys of an action. Which actions and keys there are is known to the screen
// alone, which reports what is wrong with [KeySetting.Problem].
type KeySetting struct {
	Action string   // as the help names it
	Keys   []string // as the help writes them; none takes the action off the keys
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
			if text, ok := s.TextOf(item, "a key of `"+k.Name+"`"); ok && !slices.Contains(setting.Keys, text) {
				setting.Keys = append(setting.Keys, text)
			}
		}
		settings = append(settings, setting)
	}
	return settings
}
