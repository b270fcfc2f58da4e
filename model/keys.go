package model

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"sockeye/model/action"
	"sockeye/model/config"
)

// KeyMap is all that keys do on the screen.
type KeyMap = action.Map[*Model]

type (
	record  = action.Action[*Model]
	variant = action.Variant[*Model]
	keyHint = action.Hint[*Model]
)

// actions returns the table of all that keys do, in the order of the help.
func actions() []record {
	return slices.Concat(logActions(), inspectActions(), listActions(), chartActions(), replayActions(), screenActions())
}

// DefaultKeys returns the keys that the screen has without a configuration: those of vim, less and k9s.
func DefaultKeys() *KeyMap { return action.New(actions()) }

// NewKeys returns the keys of the screen with those that a configuration changes. All that is wrong with them is reported, as
// yamldoc.Problems.
func NewKeys(settings []config.KeySetting) (*KeyMap, error) {
	k := DefaultKeys()
	if err := k.Configure(settings); err != nil {
		return nil, err
	}
	return k, nil
}

// act does what an action does in the pane that has the keys.
func (m *Model) act(a *record, press tea.KeyPressMsg) tea.Cmd {
	if err := m.options.refuses(a.Name, a.Sends, a.Connects); err != nil {
		m.notices.ShowError(err)
		return nil
	}
	if v := a.In[m.shape.Focus]; v.Run != nil {
		return v.Run(m, press)
	}
	return a.Run(m, press)
}
