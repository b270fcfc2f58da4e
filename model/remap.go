package model

import (
	"fmt"
	"slices"

	"sockeye/feed/preset/yamldoc"
	"sockeye/model/config"
)

// NewKeys returns the keys of the screen with those that a configuration changes. Unknown actions and two actions on one
// key of a pane are reported as [yamldoc.Problems], all of them.
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
			problems = append(problems, s.Problem(fmt.Sprintf("there is no action `%s`", s.Action), yamldoc.Hint(s.Action, names, "the help names them all")))
			continue
		case actions[i].fixed:
			problems = append(problems, s.Problem(fmt.Sprintf("`%s` keeps its keys", s.Action), "leave it out"))
			continue
		}
		k.set(&actions[i], s.Keys)
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
