package config

import (
	"slices"
	"sync"

	"sockeye/feed/preset"
	"sockeye/feed/preset/yamldoc"
)

// Presets are presets by their names, each of which is there once. Those that are part of the program are read when they are first
// asked for: reading all of them was a fifth of what a screen needs to start (Budgets/start), and it shows one. It may be used by
// any goroutine.
type Presets []entry

type entry struct {
	name   string
	read   func() *preset.Preset
	alerts bool // it may have some
}

// presetsOf are presets that are read.
func presetsOf(list preset.List) Presets {
	all := make(Presets, len(list))
	for i, p := range list {
		all[i] = entry{name: p.Name, read: func() *preset.Preset { return p }, alerts: true}
	}
	return all
}

// presetsLater are presets that are known to be right, to be read.
func presetsLater(parts []yamldoc.Part) Presets {
	all := make(Presets, len(parts))
	for i, part := range parts {
		all[i] = entry{name: part.Name, alerts: part.Mentions("alerts"), read: sync.OnceValue(func() *preset.Preset {
			p, err := preset.ReadPart(part)
			if err != nil {
				panic("the configuration that is part of the program is wrong\n" + err.Error())
			}
			return p
		})}
	}
	return all
}

// All returns all presets.
func (all Presets) All() (list preset.List) {
	for _, e := range all {
		list = append(list, e.read())
	}
	return list
}

// alerting returns those presets that can have alerts.
func (all Presets) alerting() (list preset.List) {
	for _, e := range all {
		if e.alerts {
			list = append(list, e.read())
		}
	}
	return list
}

// Names returns the names, in their order.
func (all Presets) Names() []string {
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = e.name
	}
	return names
}

// Find returns a preset by its name.
func (all Presets) Find(name string) (*preset.Preset, bool) {
	if i := all.index(name); i >= 0 {
		return all[i].read(), true
	}
	return nil, false
}

func (all Presets) index(name string) int {
	return slices.IndexFunc(all, func(e entry) bool { return e.name == name })
}

// with returns the presets with those of over on top: they are added, and one of the same name replaces the one that is there.
func (all Presets) with(over Presets) Presets {
	both := slices.Clone(all)
	for _, e := range over {
		if same := both.index(e.name); same >= 0 {
			both[same] = e
		} else {
			both = append(both, e)
		}
	}
	return both
}
