package action

import "slices"

// Replaying returns the keys for a replay: what is for a replay alone has its keys, which others have no longer.
func (k *Map[S]) Replaying() *Map[S] {
	r := *k
	r.IsReplay = true
	r.Actions = slices.Clone(k.Actions)
	for i := range r.Actions {
		if a := &r.Actions[i]; a.Replays && len(a.Binding.Keys()) > 0 {
			a.Binding.SetEnabled(true)
		}
	}
	for i := range r.Actions {
		a := &r.Actions[i]
		if a.Replays {
			continue
		}
		for j := range r.Actions {
			if b := &r.Actions[j]; b.Replays {
				a.without(b.Binding.Keys())
			}
		}
	}
	return &r
}

// without takes keys away from the action.
func (a *Action[S]) without(keys []string) {
	left := slices.DeleteFunc(slices.Clone(a.Binding.Keys()), func(own string) bool { return slices.Contains(keys, own) })
	if len(left) < len(a.Binding.Keys()) {
		a.set(left)
	}
}
