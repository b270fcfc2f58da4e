package model

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
	"sockeye/model/dialog"
)

// open opens a dialog, in place of the one that is open.
func (m *Model) open(d dialog.Dialog) {
	m.dialog = d
	m.sizeDialog()
}

// sizeDialog gives the dialog that is open its size, and has it drawn anew.
func (m *Model) sizeDialog() {
	if m.dialog != nil {
		m.dialog.Update(dialog.SizeMsg{Width: m.width, Height: m.plan().body()})
	}
}

// refreshDialog has the dialog that is open take in what is new.
func (m *Model) refreshDialog() {
	if m.dialog != nil {
		m.dialog.Update(dialog.RefreshMsg{})
	}
}

// updateDialog hands a message to the dialog that is open.
func (m *Model) updateDialog(msg tea.Msg) tea.Cmd {
	d := m.dialog
	cmd, open := d.Update(msg)
	if !open && m.dialog == d { // else it has opened another one
		m.dialog = nil
	}
	return cmd
}

// ask asks a question, and runs yes if that is the answer. also is a key that counts as yes too, the one that asked; it may
// be the zero Binding.
func (m *Model) ask(text string, also key.Binding, yes func() tea.Cmd) {
	m.open(dialog.NewQuestion(m.options.Theme, text, also, yes))
}

// paste hands what was pasted to the dialog that is open, all of it or nothing.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	if len(msg.Content) <= dialog.LongestPaste {
		return m.updateDialog(msg)
	}
	m.dialog = nil
	m.complain(fmt.Errorf("%s bytes were pasted, and a line takes %s: nothing was done with them",
		format.Count(uint64(len(msg.Content))), format.Count(dialog.LongestPaste)))
	return nil
}
