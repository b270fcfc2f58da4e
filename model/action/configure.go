package action

import (
	"fmt"
	"slices"

	"sockeye/feed/preset/yamldoc"
	"sockeye/model/config"
)

// Configure gives actions the keys of a configuration. Unknown actions and two actions on one key of a pane are reported as
// [yamldoc.Problems], all of them.
func (k *Map[S]) Configure(settings []config.KeySetting) error {
	actions := k.Actions
	var names []string
	for _, a := range actions {
		names = append(names, a.Name)
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
		case actions[i].Fixed:
			problems = append(problems, s.Problem(fmt.Sprintf("`%s` keeps its keys", s.Action), "leave it out"))
			continue
		}
		actions[i].set(s.Keys)
	}
	for n, s := range settings {
		i := changed[n]
		for j := range actions {
			if i < 0 || j == i || j < i && slices.Contains(changed, j) { // the earlier one of two reports it
				continue
			}
			if shared, ok := actions[i].Clash(&actions[j]); ok {
				problems = append(problems, s.Problem(fmt.Sprintf("`%s` is the key of `%s` too", shared, actions[j].Name),
					fmt.Sprintf("give `%s` another key: `%s: [...]`", actions[j].Name, actions[j].Name)))
			}
		}
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}
